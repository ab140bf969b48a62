"""State dicts of autoencoders as others write them, small, with random weights; and what PyTorch makes of an image.

    python3 Tests/Fixtures/state_dicts.py Tests/Fixtures/state-dicts

The modules have the names and the order of PyTorch's own example (vae/main.py), of the VanillaVAE of PyTorch-VAE and of
pythae's default networks; in the fourth, names alone tell apart what has one shape. Written with torch 2.15.0, numpy 2.4.6, safetensors 0.8.0, Python 3.11. For each: the weights, in
16 bits too for the first; images as u8, and the means and the images decoded from them as f32.
"""

import sys

import numpy
import torch
from safetensors.torch import save_file
from torch import nn


class Example(nn.Module):
    image = (4, 4)

    def __init__(self):
        super().__init__()
        self.fc1, self.fc21, self.fc22 = nn.Linear(16, 6), nn.Linear(6, 3), nn.Linear(6, 3)
        self.fc3, self.fc4 = nn.Linear(3, 6), nn.Linear(6, 16)

    def encode(self, x):
        return self.fc21(torch.relu(self.fc1(x.flatten(1))))

    def decode(self, z):
        return self.fc4(torch.relu(self.fc3(z))).sigmoid().reshape(-1, 4, 4)


class Vanilla(nn.Module):
    image = (8, 8, 3)

    def __init__(self):
        super().__init__()
        widths = [4, 6]
        pairs = list(zip([3] + widths, widths))
        self.encoder = nn.Sequential(*(self.block(nn.Conv2d(a, b, 3, 2, 1, bias=False), b) for a, b in pairs))
        self.fc_mu, self.fc_var = nn.Linear(24, 5), nn.Linear(24, 5)
        self.decoder_input = nn.Linear(5, 24)
        self.decoder = nn.Sequential(self.block(nn.ConvTranspose2d(6, 4, 3, 2, 1, 1), 4))
        last = self.block(nn.ConvTranspose2d(4, 4, 3, 2, 1, 1), 4)
        self.final_layer = nn.Sequential(*last, nn.Conv2d(4, 3, 3, padding=1), nn.Tanh())

    @staticmethod
    def block(convolution, channels):
        return nn.Sequential(convolution, nn.BatchNorm2d(channels), nn.LeakyReLU())

    def encode(self, x):
        return self.fc_mu(self.encoder(x.permute(0, 3, 1, 2)).flatten(1))

    def decode(self, z):
        x = self.final_layer(self.decoder(self.decoder_input(z).reshape(-1, 6, 2, 2)))
        return (x.permute(0, 2, 3, 1) + 1) / 2


class Pythae(nn.Module):
    image = (4, 4)

    def __init__(self):
        super().__init__()
        self.encoder, self.decoder = nn.Module(), nn.Module()
        self.encoder.layers = nn.Sequential(nn.Sequential(nn.Linear(16, 7), nn.ReLU()))
        self.encoder.embedding, self.encoder.log_var = nn.Linear(7, 3), nn.Linear(7, 3)
        self.decoder.layers = nn.Sequential(
            nn.Sequential(nn.Linear(3, 7), nn.ReLU()), nn.Sequential(nn.Linear(7, 16), nn.Sigmoid()))

    def encode(self, x):
        return self.encoder.embedding(self.encoder.layers(x.flatten(1)))

    def decode(self, z):
        return self.decoder.layers(z).reshape(-1, 4, 4)


class Square(nn.Module):
    image = (4, 4)

    def __init__(self):
        super().__init__()
        self.e, self.mu, self.sigma = nn.Linear(16, 6), nn.Linear(6, 6), nn.Linear(6, 6)
        self.d1, self.d2 = nn.Linear(6, 6), nn.Linear(6, 16)

    def encode(self, x):
        return self.mu(torch.relu(self.e(x.flatten(1))))

    def decode(self, z):
        return self.d2(torch.relu(self.d1(z))).sigmoid().reshape(-1, 4, 4)


@torch.no_grad()
def write(folder, name, model):
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.running_mean.normal_(0, 0.1)
            module.running_var.uniform_(0.5, 1.5)
            module.weight.uniform_(0.5, 1.5)
            module.bias.normal_(0, 0.1)
    model.eval()
    weights = {key: value.contiguous() for key, value in model.state_dict().items()}
    save_file(weights, f"{folder}/{name}.safetensors")
    if name == "example":
        for kind, type in (("f16", torch.float16), ("bf16", torch.bfloat16)):
            save_file({key: value.to(type) for key, value in weights.items()}, f"{folder}/{name}-{kind}.safetensors")
    images = torch.randint(0, 256, (2,) + model.image, dtype=torch.uint8)
    means = model.encode(images.float() / 255)
    for kind, values in (("images", images), ("means", means), ("decoded", model.decode(means))):
        numpy.save(f"{folder}/{name}-{kind}.npy", values.numpy())


torch.manual_seed(0)
for name, model in (("example", Example()), ("vanilla", Vanilla()), ("pythae", Pythae()), ("square", Square())):
    write(sys.argv[1], name, model)
