"""Encoders and decoders as torch.onnx.export writes them, small, with random weights; and what ONNX Runtime makes of an image.

    python3 Tests/Fixtures/onnx_graphs.py Tests/Fixtures/onnx-graphs

The modules are PyTorch's own example (vae/main.py), the VanillaVAE of PyTorch-VAE, the network of keras.io's example, and one of
the other layers that are read. Each is written by the exporter of TorchScript and by that of Dynamo, which puts weights into a
file beside the model; what Dynamo notes of source files is left out. Written with torch 2.15.0, onnx 1.23.2, onnxscript 0.7.2,
onnxruntime 1.32.0, numpy 2.4.6, Python 3.11. For each model: images as streams have them, u8, and the means, the log variances
and the images decoded from the means as f32.
"""

import os
import sys

import numpy
import onnx
import onnxruntime
import torch
from torch import nn


class Example(nn.Module):
    given, latent, image = (16,), 3, (16,)

    def __init__(self):
        super().__init__()
        self.fc1, self.fc21, self.fc22 = nn.Linear(16, 6), nn.Linear(6, 3), nn.Linear(6, 3)
        self.fc3, self.fc4 = nn.Linear(3, 6), nn.Linear(6, 16)

    def encode(self, x):
        h = torch.relu(self.fc1(x))
        return self.fc21(h), self.fc22(h)

    def decode(self, z):
        return torch.sigmoid(self.fc4(torch.relu(self.fc3(z))))


class Vanilla(nn.Module):
    given, latent, image = (3, 8, 8), 5, (8, 8, 3)

    def __init__(self):
        super().__init__()
        widths = [4, 6]
        pairs = list(zip([3] + widths, widths))
        self.encoder = nn.Sequential(*(self.block(nn.Conv2d(a, b, 3, 2, 1), b) for a, b in pairs))
        self.fc_mu, self.fc_var = nn.Linear(24, 5), nn.Linear(24, 5)
        self.decoder_input = nn.Linear(5, 24)
        self.decoder = nn.Sequential(self.block(nn.ConvTranspose2d(6, 4, 3, 2, 1, 1), 4))
        last = self.block(nn.ConvTranspose2d(4, 4, 3, 2, 1, 1), 4)
        self.final_layer = nn.Sequential(*last, nn.Conv2d(4, 3, 3, padding=1), nn.Tanh())

    @staticmethod
    def block(convolution, channels):
        return nn.Sequential(convolution, nn.BatchNorm2d(channels, eps=1e-3), nn.LeakyReLU())

    def encode(self, x):
        result = torch.flatten(self.encoder(x), start_dim=1)
        return [self.fc_mu(result), self.fc_var(result)]

    def decode(self, z):
        result = self.decoder_input(z).view(-1, 6, 2, 2)
        return self.final_layer(self.decoder(result))


class Keras(nn.Module):
    given, latent, image = (1, 8, 8), 2, (8, 8)

    def __init__(self):
        super().__init__()
        self.e = nn.Sequential(nn.Conv2d(1, 3, 3, 2, 1), nn.ReLU(), nn.Conv2d(3, 4, 3, 2, 1), nn.ReLU(), nn.Flatten())
        self.dense = nn.Sequential(nn.Linear(16, 5), nn.ReLU())
        self.mean, self.log_var = nn.Linear(5, 2), nn.Linear(5, 2)
        self.d = nn.Sequential(
            nn.Linear(2, 16), nn.ReLU(), nn.Unflatten(1, (4, 2, 2)), nn.ConvTranspose2d(4, 4, 3, 2, 1, 1), nn.ReLU(),
            nn.ConvTranspose2d(4, 3, 3, 2, 1, 1), nn.ReLU(), nn.ConvTranspose2d(3, 1, 3, 1, 1), nn.Sigmoid())

    def encode(self, x):
        h = self.dense(self.e(x))
        return self.mean(h), self.log_var(h)

    def decode(self, z):
        return self.d(z)


class Mixed(nn.Module):
    given, latent, image = (3, 16, 16), 3, (16, 16, 3)

    def __init__(self):
        super().__init__()
        self.e = nn.Sequential(
            nn.Conv2d(3, 4, 4, 2, 1), nn.ELU(), nn.MaxPool2d(2), nn.Conv2d(4, 3, 1), nn.SiLU(), nn.AvgPool2d(3, 1),
            nn.GELU(), nn.Dropout(0.5))
        self.first, self.norm, self.both = nn.Linear(12, 7, bias=False), nn.BatchNorm1d(7), nn.Linear(7, 6)
        self.grow = nn.Linear(3, 8 * 2 * 2)
        self.d = nn.Sequential(
            nn.Upsample(scale_factor=2), nn.Conv2d(8, 8, 5, padding=2), nn.Tanh(), nn.PixelShuffle(2), nn.LeakyReLU(0.2),
            nn.ConvTranspose2d(2, 3, 4, 2, 1), nn.Sigmoid())

    def encode(self, x):
        h = self.e(x)
        return self.both(torch.tanh(self.norm(self.first(h.view(h.size(0), -1))))).chunk(2, dim=1)

    def decode(self, z):
        return self.d(self.grow(z).reshape(z.shape[0], 8, 2, 2))


class Part(nn.Module):
    def __init__(self, model, name):
        super().__init__()
        self.model, self.name = model, name

    def forward(self, x):
        return getattr(self.model, self.name)(x)


def export(part, given, path):
    torch.onnx.export(part, (given,), f"{path}-script.onnx", dynamo=False, input_names=["x"], dynamic_axes={"x": {0: "n"}})
    torch.onnx.export(part, (given,), f"{path}-dynamo.onnx", dynamo=True, dynamic_shapes=({0: torch.export.Dim("n")},))
    model = onnx.load(f"{path}-dynamo.onnx", load_external_data=False)
    for holder in [model, model.graph, *model.graph.node, *model.graph.value_info, *model.graph.input, *model.graph.output]:
        del holder.metadata_props[:]
    onnx.save(model, f"{path}-dynamo.onnx")


def run(path, given):
    session = onnxruntime.InferenceSession(path)
    return session.run(None, {session.get_inputs()[0].name: given})


def write(folder, name, model):
    for module in model.modules():
        if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d)):
            nn.init.normal_(module.running_mean, 0, 0.1)
            nn.init.uniform_(module.running_var, 0.5, 1.5)
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.normal_(module.bias, 0, 0.1)
    model.eval()
    path = f"{folder}/{name}"
    export(Part(model, "encode"), torch.rand(2, *model.given), f"{path}-encoder")
    export(Part(model, "decode"), torch.randn(2, model.latent), f"{path}-decoder")
    images = torch.randint(0, 256, (3,) + model.image, dtype=torch.uint8).numpy()
    given = images.astype(numpy.float32) / 255
    if len(model.image) == 3:
        given = numpy.ascontiguousarray(given.transpose(0, 3, 1, 2))
    means, variances = run(f"{path}-encoder-script.onnx", given.reshape(-1, *model.given))
    decoded = run(f"{path}-decoder-script.onnx", means)[0]
    if name == "vanilla":
        decoded = (decoded + 1) / 2
    if len(model.image) == 3:
        decoded = decoded.transpose(0, 2, 3, 1)
    decoded = numpy.ascontiguousarray(decoded.reshape(images.shape))
    for kind, values in ("images", images), ("means", means), ("variances", variances), ("decoded", decoded):
        numpy.save(f"{path}-{kind}.npy", values)


torch.manual_seed(0)
os.makedirs(sys.argv[1], exist_ok=True)
for name, model in (("example", Example()), ("vanilla", Vanilla()), ("keras", Keras()), ("mixed", Mixed())):
    write(sys.argv[1], name, model)
