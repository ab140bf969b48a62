"""What PyTorch computes for networks in the layer language: outputs, and gradients for input and parameters.

    python3 Tests/Fixtures/pytorch_layers.py Tests/Fixtures/layers.expected

Written with torch 2.15.0, safetensors 0.8.0, Python 3.11; float64 throughout, stored as float32. Each network is a
Sequential of the modules below; weights, input and the gradient for the output are drawn here. Dropout is left out: its
draws are each implementation's own.
"""

import json
import re
import sys

import torch
from safetensors.torch import save_file
from torch import nn

ITEMS = 5

# The layer language, and the shape of an item: channels, height, width, or a vector's length.
NETWORKS = [
    ("residual [conv 4, batchnorm, relu, conv 4, batchnorm], relu, conv 3", [4, 6, 5]),
    ("conv 4 stride 2, residual [conv 6 stride 2, relu, conv 6], leaky 0.1, flatten, dense 7", [2, 9, 8]),
    ("residual [dense 9, tanh], residual [], residual [dense 5, relu, residual [dense 5]], dense 3", [6]),
    ("residual [batchnorm], residual [residual [conv 2, silu]], relu", [2, 4, 4]),
    ("concat [conv 3, relu] [conv 2 kernel 5, batchnorm] [], batchnorm, leaky 0.2, conv 2", [3, 5, 6]),
    ("concat [dense 4, relu] [dense 3], dense 5, concat [] [tanh], dense 2", [7]),
    ("groupnorm 2, conv 8, groupnorm 4, relu, groupnorm 1, conv 3", [4, 5, 3]),
    ("conv 3, layernorm, relu, flatten, dense 11, layernorm, leaky 0.3, dense 4, groupnorm 2", [2, 4, 3]),
    ("conv 3, upsample 2, relu, conv 2, upsample 3", [2, 3, 2]),
    ("avgpool 2, conv 3, avgpool 3 stride 2, flatten, dense 2", [2, 11, 9]),
    ("conv 3, maxpool 2, relu, maxpool 3 stride 1, flatten, dense 2", [2, 10, 9]),
    ("dense 6, gelu, gated 5, dense 4, gelu", [5]),
    ("attention", [5, 3, 2]),
    ("conv 8, residual [groupnorm 2, attention heads 4], relu, conv 2", [3, 5, 5]),
    ("dense 30, unflatten 3 2 5, convt 2 stride 2 output-padding 1x0, relu, convt 1 stride 3 output-padding 0x2", [4]),
    ("conv 12, shuffle 2, relu, conv 9, shuffle 3", [2, 3, 2]),
    ("residual [groupnorm 4, silu, conv 8, groupnorm 4, silu, conv 8], attention heads 2, avgpool 2, flatten, dense 3",
     [8, 4, 6]),
    ("conv 3, flatten, groupnorm 1, tanh, dense 12, groupnorm 1, unflatten 2 3 2, conv 2", [2, 3, 2]),
]


class Residual(nn.Module):
    def __init__(self, body, projection=None):
        super().__init__()
        self.body = body
        if projection is not None:
            self.projection = projection

    def forward(self, x):
        return self.body(x) + (self.projection(x) if hasattr(self, "projection") else x)


class Concat(nn.Module):
    def __init__(self, branches):
        super().__init__()
        for index, branch in enumerate(branches):
            self.add_module(str(index), branch)

    def forward(self, x):
        return torch.cat([branch(x) for branch in self.children()], 1)


class Gated(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.h = nn.Linear(inputs, outputs)
        self.g = nn.Linear(inputs, outputs)

    def forward(self, x):
        return self.h(x) * torch.sigmoid(self.g(x))


class Attention(nn.MultiheadAttention):
    def __init__(self, channels, heads):
        super().__init__(channels, heads, batch_first=True)

    def forward(self, x):
        pixels = x.flatten(2).transpose(1, 2)
        result, _ = super().forward(pixels, pixels, pixels, need_weights=False)
        return result.transpose(1, 2).reshape(x.shape)


def parse(text):
    """A list of (words, branches)."""
    tokens = re.findall(r"[\[\],]|[^\s\[\],]+", text)

    def sequence():
        layers, words, branches = [], [], []

        def end():
            nonlocal words, branches
            if words:
                layers.append((words, branches))
            words, branches = [], []

        while tokens:
            token = tokens.pop(0)
            if token == "[":
                branches.append(sequence())
            elif token == "]":
                break
            elif token == ",":
                end()
            else:
                words.append(token)
        end()
        return layers

    return sequence()


def options(words):
    values = dict(zip(words[::2], words[1::2]))
    kernel = int(values.get("kernel", 3))
    padding = values.get("output-padding", "0")
    sides = tuple(int(side) for side in (padding.split("x") if "x" in padding else [padding, padding]))
    return kernel, int(values.get("stride", 1)), int(values.get("padding", kernel // 2)), sides


def build(layers, shape):
    """The Sequential for an item of this shape (channels, height, width, or a length), and the shape it puts out."""
    modules = []
    for words, branches in layers:
        module = make(words, branches, shape)
        modules.append(module)
        module.double().eval()
        with torch.no_grad():
            shape = list(module(torch.zeros(2, *shape, dtype=torch.double)).shape[1:])
    return nn.Sequential(*modules), shape


def make(words, branches, shape):
    name, rest = words[0], words[1:]
    if name == "residual":
        body, result = build(branches[0], shape)
        if result == shape:
            return Residual(body)
        if len(shape) == 1:
            return Residual(body, nn.Linear(shape[0], result[0]))
        stride = -(-shape[1] // result[1])
        return Residual(body, nn.Conv2d(shape[0], result[0], 1, stride))
    if name == "concat":
        return Concat([build(branch, shape)[0] for branch in branches])
    if name == "dense":
        return nn.Linear(shape[0], int(rest[0]))
    if name == "gated":
        return Gated(shape[0], int(rest[0]))
    if name in ("conv", "convt"):
        kernel, stride, padding, sides = options(rest[1:])
        if name == "conv":
            return nn.Conv2d(shape[0], int(rest[0]), kernel, stride, padding)
        return nn.ConvTranspose2d(shape[0], int(rest[0]), kernel, stride, padding, sides)
    if name == "attention":
        return Attention(shape[0], int(rest[1]) if rest else 1)
    if name == "unflatten":
        return nn.Unflatten(1, [int(word) for word in rest])
    size = int(rest[0]) if rest and name != "leaky" else 0
    stride = int(rest[2]) if len(rest) > 2 else size
    return {
        "batchnorm": lambda: nn.BatchNorm2d(shape[0]) if len(shape) == 3 else nn.BatchNorm1d(shape[0]),
        "groupnorm": lambda: nn.GroupNorm(size, shape[0]),
        "layernorm": lambda: nn.LayerNorm(shape),
        "upsample": lambda: nn.Upsample(scale_factor=size, mode="nearest"),
        "shuffle": lambda: nn.PixelShuffle(size),
        "avgpool": lambda: nn.AvgPool2d(size, stride),
        "maxpool": lambda: nn.MaxPool2d(size, stride),
        "flatten": nn.Flatten,
        "relu": nn.ReLU,
        "leaky": lambda: nn.LeakyReLU(float(rest[0])),
        "tanh": nn.Tanh,
        "silu": nn.SiLU,
        "gelu": nn.GELU,
    }[name]()


def main(path):
    torch.manual_seed(11)
    tensors = {}
    for number, (text, shape) in enumerate(NETWORKS):
        network, _ = build(parse(text), shape)
        network.train()
        for parameter in network.parameters():
            parameter.data = torch.randn_like(parameter) * 0.4
        # Rounded, so that what is stored is what was computed with.
        for parameter in network.parameters():
            parameter.data = parameter.data.float().double()
        values = torch.randn(ITEMS, *shape).double().requires_grad_()
        output = network(values)
        gradient = torch.randn(output.shape).double()
        output.backward(gradient)
        kept = {"input": values, "output": output, "gradient.output": gradient, "gradient.input": values.grad}
        for name, parameter in network.named_parameters():
            kept[f"parameter.{name}"] = parameter
            kept[f"gradient.parameter.{name}"] = parameter.grad
        for name, tensor in kept.items():
            tensors[f"{number}.{name}"] = tensor.detach().float().contiguous()
    networks = [{"layers": text, "shape": shape} for text, shape in NETWORKS]
    save_file(tensors, path, metadata={"networks": json.dumps(networks), "items": str(ITEMS)})


main(sys.argv[1])
