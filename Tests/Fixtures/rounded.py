"""Makes the fixtures of CheckpointTests of another program's rounding: a checkpoint halved as PyTorch users do it.

    python3 Tests/Fixtures/rounded.py      # torch and safetensors; made with torch 2.15.0, safetensors 0.8.0

Each is plain-sgd.ckpt, a file beside this one, with every tensor in 16 bits and the metadata as they were.
"""

import os

import torch
from safetensors import safe_open
from safetensors.torch import save_file

HERE = os.path.dirname(os.path.abspath(__file__))

with safe_open(os.path.join(HERE, "plain-sgd.ckpt"), "pt") as file:
    metadata = file.metadata()
    tensors = {name: file.get_tensor(name) for name in file.keys()}
for name, kind in ("rounded-f16", torch.float16), ("rounded-bf16", torch.bfloat16):
    halved = {key: tensor.to(kind) for key, tensor in tensors.items()}
    save_file(halved, os.path.join(HERE, name + ".ckpt"), metadata=metadata)
