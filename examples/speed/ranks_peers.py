#!/usr/bin/env python3
"""Times training by PyTorch's DistributedDataParallel over gloo, of the very module that vae-info prints.

    pip install torch safetensors
    vae-fit -q --preset mlp-adamw --steps 1 -o m.ckpt images.idx; vae-info --pytorch m.ckpt > model.py
    ranks_peers.py [--ranks N] [--batch B] [--steps N] [--mse] model.py m.ckpt images.idx

Images are 28×28, u8. Each rank is a process of one thread that has its share of every batch, out of memory, as f32; AdamW is fused.
The first prints ranks, batch and images a second, over all steps but the first twenty.
"""

import argparse
import importlib.util
import os
import time

import numpy
import torch
import torch.distributed as dist
import torch.multiprocessing as processes
from torch.nn.functional import binary_cross_entropy_with_logits, mse_loss
from torch.nn.parallel import DistributedDataParallel

SKIPPED = 20


class Loss(torch.nn.Module):
    """The mean over the images of reconstruction and divergence in nats."""

    def __init__(self, model, squares):
        super().__init__()
        self.model, self.squares = model, squares

    def forward(self, images):
        mean, logvar = self.model.encode(images)
        latents = mean + torch.exp(0.5 * logvar) * torch.randn_like(mean)
        logits = self.model.decoder(latents).reshape(images.shape)
        if self.squares:
            recon = mse_loss(torch.sigmoid(logits), images, reduction="sum")
        else:
            recon = binary_cross_entropy_with_logits(logits, images, reduction="sum")
        divergence = -0.5 * torch.sum(1 + logvar - mean.square() - logvar.exp())
        return (recon + divergence) / len(images)


def images(path):
    with open(path, "rb") as file:
        file.seek(16)
        return torch.from_numpy(numpy.frombuffer(file.read(), "u1").reshape(-1, 1, 28, 28).astype("f4") / 255)


def train(rank, options):
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT="29511")
    torch.set_num_threads(1)
    torch.manual_seed(rank)
    dist.init_process_group("gloo", rank=rank, world_size=options.ranks)
    spec = importlib.util.spec_from_file_location("model", options.module)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    loss = DistributedDataParallel(Loss(module.load(options.checkpoint).train(), options.mse))
    adam = torch.optim.AdamW(loss.parameters(), lr=1e-3, weight_decay=0.01, fused=True)
    data, share = images(options.images), options.batch // options.ranks
    for step in range(SKIPPED + options.steps):
        if step == SKIPPED:
            started = time.perf_counter()
        batch = data[torch.randint(len(data), (share,))]
        adam.zero_grad()
        loss(batch).backward()
        adam.step()
    seconds = time.perf_counter() - started
    if rank == 0:
        print(options.ranks, options.batch, round(options.batch * options.steps / seconds), sep="\t")
    dist.destroy_process_group()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--ranks", type=int, default=2)
    parser.add_argument("--batch", type=int, default=256)
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--mse", action="store_true")
    parser.add_argument("module")
    parser.add_argument("checkpoint")
    parser.add_argument("images")
    options = parser.parse_args()
    processes.spawn(train, (options,), options.ranks)
