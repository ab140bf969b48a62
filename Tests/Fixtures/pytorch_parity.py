"""Makes the fixtures of ParityTests: what PyTorch computes for small models like the presets and for odd ones.

    python3 pytorch_parity.py          # torch and numpy; writes NAME.ckpt and NAME.expected beside this file
    python3 pytorch_parity.py NAME ... # these alone

NAME.ckpt is a checkpoint as vae-fit writes one; NAME.expected, a safetensors file too, holds images, and what PyTorch
makes of them in double precision: means, log variances and pictures; loss and gradients of the first batch; the
losses of ten steps, and the weights after them. The noise of the posterior is that of vaeutils, made again here, and so
are the signs by which a contractive model's images move; such a file has the exact squared norm of the Jacobian of each
image's means too. Objectives of several draws have their gradients by the formulas of their papers.
The files were made by the torch version that their metadata names.
"""

import json
import math
import os
import re
import struct
import sys

import numpy
import torch
from torch import nn

HERE = os.path.dirname(os.path.abspath(__file__))
STEPS = 10
IMAGES = 24
PICTURES = 5
# The steps take turns with these items: more than one vector of them, and less.
BATCHES = [range(0, 17), range(17, 24)]


# ---- the layer language and the model


class Gated(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.h, self.g = nn.Linear(inputs, outputs), nn.Linear(inputs, outputs)

    def forward(self, x):
        return self.h(x) * torch.sigmoid(self.g(x))


def layers(text, shape):
    """The nn.Sequential of a network; `shape` is (channels, height, width) or (values,)."""
    modules = []
    probe = torch.zeros(2, *shape)
    for part in text.split(","):
        name, *words = part.split()
        options = dict(zip(words[1::2], map(int, words[2::2]))) if name.startswith("conv") else {}
        kernel = options.get("kernel", 3)
        sizes = {"kernel_size": kernel, "stride": options.get("stride", 1), "padding": options.get("padding", kernel // 2)}
        if name == "dense":
            if probe.dim() > 2:
                probe = probe.flatten(1)
                # Images are flattened by the first dense layer itself.
            module = nn.Linear(probe.shape[1], int(words[0]))
        elif name == "conv":
            module = nn.Conv2d(probe.shape[1], int(words[0]), **sizes)
        elif name == "convt":
            module = nn.ConvTranspose2d(
                probe.shape[1], int(words[0]), output_padding=options.get("output-padding", 0), **sizes
            )
        elif name == "batchnorm":
            module = (nn.BatchNorm2d if probe.dim() > 2 else nn.BatchNorm1d)(probe.shape[1])
        elif name == "gated":
            module = Gated(probe.shape[1], int(words[0]))
        elif name == "unflatten":
            module = nn.Unflatten(1, tuple(map(int, words)))
        elif name == "leaky":
            module = nn.LeakyReLU(float(words[0]) if words else 0.01)
        else:
            module = {
                "flatten": nn.Flatten, "relu": nn.ReLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid, "elu": nn.ELU,
                "silu": nn.SiLU,
            }[name]()
        modules.append(module)
        with torch.no_grad():
            probe = module(probe)
    return nn.Sequential(*modules), probe.flatten(1).shape[1]


class Scale(nn.Module):
    """What values that are no pixels are scaled by, one number for each or one for all."""

    def __init__(self, scale, values):
        super().__init__()
        self.register_buffer("offset", torch.zeros(1 if scale.endswith("all") else values))
        self.register_buffer("factor", torch.ones_like(self.offset))
        self.values = values

    def log_factor(self):
        return self.factor.log().sum() * (self.values / len(self.factor))


class Model(nn.Module):
    """What a checkpoint's `model` entry describes, with its names of weights."""

    def __init__(self, description):
        super().__init__()
        self.description = description
        sizes = description["image"]
        self.shape = (sizes[0],) if len(sizes) == 1 else (sizes[2] if len(sizes) == 3 else 1, sizes[0], sizes[1])
        self.classes = description.get("classes", 0)
        self.encoder, hidden = layers(description["encoder"], self.input_shape())
        latent = description["latent"]
        self.mean = nn.Linear(hidden, latent)
        if description["model"] == "vae":
            self.second = {"logvar": "logvar", "tanh": "deviation"}[description["heads"]]
            setattr(self, self.second, nn.Linear(hidden, latent))
        self.decoder, _ = layers(description["decoder"], (latent + self.classes,))
        if description.get("scale", "none") != "none":
            self.scale = Scale(description["scale"], math.prod(sizes))
        if description.get("sigma") == "learned":
            self.likelihood = nn.Module()
            self.likelihood.log_sigma = nn.Parameter(torch.zeros(math.prod(sizes)))
        self.counts = description["recon"] in ("poisson", "negative-binomial")
        if description["recon"] == "negative-binomial":
            self.likelihood = nn.Module()
            self.likelihood.log_dispersion = nn.Parameter(torch.zeros(math.prod(sizes)))
        name, *words = description.get("objective", "elbo").split()
        self.objective = dict(zip(words[::2], words[1::2]))
        self.contractive = {}
        if name == "contractive":
            self.contractive = {word: float(value) for word, value in self.objective.items()}

    def takes_vector(self):
        return self.description["encoder"].split()[0] in ("dense", "flatten")

    def input_shape(self):
        """What the encoder takes, with a channel for each class."""
        if self.classes and self.takes_vector():
            return (math.prod(self.shape) + self.classes,)
        return (self.shape[0] + self.classes, *self.shape[1:])

    def condition(self, values, labels):
        """Values with the one-hot of each item's class behind their channels."""
        if not self.classes:
            return values
        hot = nn.functional.one_hot(labels, self.classes).to(values.dtype)
        if values.dim() == 4:
            hot = hot[:, :, None, None].expand(-1, -1, *values.shape[2:])
        return torch.cat([values, hot], 1)

    def batch(self, images):
        """u8 images as streams have them (H×W×C) to what the encoder takes."""
        if "threshold" in self.description:
            pixels = (images > self.description["threshold"]).to(self.mean.weight.dtype)
        else:
            pixels = images.to(self.mean.weight.dtype) / (1 if self.counts or "scale" in self.description else 255)
        if len(self.shape) > 1:
            pixels = pixels.reshape(len(images), self.shape[1], self.shape[2], self.shape[0]).permute(0, 3, 1, 2)
        if hasattr(self, "scale"):
            pixels = ((pixels.flatten(1) - self.scale.offset) / self.scale.factor).reshape(pixels.shape)
        return pixels

    def encode(self, pixels, labels):
        """Mean, standard deviation and log variance; the last two None for a plain autoencoder."""
        if self.counts:
            pixels = torch.log1p(pixels)
        if self.classes and self.takes_vector() and pixels.dim() == 4:
            # In the order of the stream.
            pixels = pixels.permute(0, 2, 3, 1)
        if isinstance(self.encoder[0], nn.Linear):
            pixels = pixels.flatten(1)
        hidden = self.encoder(self.condition(pixels, labels)).flatten(1)
        first = self.mean(hidden)
        if self.description["model"] == "ae":
            return first, None, None
        second = getattr(self, self.second)(hidden)
        if self.description["heads"] == "logvar":
            return first, torch.exp(second / 2), second
        deviation = torch.tanh(second)
        return torch.tanh(first), deviation, torch.log(deviation**2 + 1e-12)

    def decode(self, z, labels):
        """Pixel means as streams have them, item by item; or means of values in the units of the data."""
        means = self.link(self.decoder(self.condition(z, labels)))
        if hasattr(self, "scale"):
            means = means.flatten(1) * self.scale.factor + self.scale.offset
        if len(self.shape) == 3:
            means = means.reshape(len(z), *self.shape).permute(0, 2, 3, 1)
        return means.flatten(1)

    def link(self, outputs):
        if self.counts:
            return torch.softmax(outputs.flatten(1), 1).reshape(outputs.shape)
        return outputs if "scale" in self.description else torch.sigmoid(outputs)

    def oppose(self):
        """Takes the gradient of the loss of a second player, where there is one."""

    def turn(self):
        """Lets the second player take its step."""

    def probe(self, pixels, labels):
        """The means for moved images, of which running statistics keep nothing."""
        norms = [module for module in self.modules() if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d))]
        for norm in norms:
            norm.momentum = 0
        mean = self.encode(pixels, labels)[0]
        for norm in norms:
            norm.momentum = 0.1
        return mean

    def jacobian(self, pixels, labels):
        """The squared Frobenius norm of the Jacobian of each image's means."""
        return torch.stack([
            (torch.autograd.functional.jacobian(lambda x: self.encode(x[None], label[None])[0], image) ** 2).sum()
            for image, label in zip(pixels, labels)
        ])

    def losses(self, pixels, labels, noise, signs=None):
        """Reconstruction and KL of each item, and where there are signs to move it by, what that changes."""
        mean, deviation, logvar = self.encode(pixels, labels)
        z = mean if deviation is None else mean + deviation * noise
        kl = torch.zeros(len(pixels), dtype=pixels.dtype)
        if deviation is not None:
            kl = 0.5 * (mean**2 + deviation**2 - logvar - 1).sum(1)
        recon = self.recon(z, labels, pixels)
        if signs is None:
            return recon, kl
        step = self.contractive["step"]
        return recon, kl, ((self.probe(pixels + step * signs, labels) - mean) ** 2).sum(1) / step**2

    def recon(self, z, labels, pixels):
        """The reconstruction loss of each latent."""
        return self.recon_of(self.decoder(self.condition(z, labels)).flatten(1), pixels)

    def recon_of(self, logits, pixels):
        pixels = pixels.flatten(1)
        if self.counts:
            return -self.count_density(pixels.sum(1, keepdim=True) * self.link(logits)).log_prob(pixels).sum(1)
        squares = (self.link(logits) - pixels) ** 2
        kind = self.description["recon"]
        if kind == "bce":
            recon = nn.functional.binary_cross_entropy_with_logits(logits, pixels, reduction="none")
        elif kind == "mse":
            recon = squares
        else:
            recon = self.normal(squares)
        return recon.sum(1)

    def count_density(self, means):
        """scVI's, without the 1e-8 that it adds to means and dispersions before it takes logarithms."""
        if self.description["recon"] == "poisson":
            return torch.distributions.Poisson(means, validate_args=False)
        dispersion = self.likelihood.log_dispersion
        return torch.distributions.NegativeBinomial(
            dispersion.exp(), logits=means.log() - dispersion, validate_args=False)

    def normal(self, squares):
        """−log of normal densities, in the units of the data; a deviation that is learnt stays above e^−6."""
        sigma = self.description["sigma"]
        if sigma == "learned":
            log_sigma = nn.functional.softplus(self.likelihood.log_sigma + 6) - 6
        else:
            log_sigma = torch.tensor(math.log(sigma), dtype=squares.dtype)
        units = self.scale.log_factor() / squares.shape[1] if hasattr(self, "scale") else 0
        return squares / (2 * torch.exp(2 * log_sigma)) + log_sigma + 0.5 * math.log(2 * math.pi) + units

    def loss(self, pixels, labels, step):
        """What to take the gradient of, and the mean loss with its terms."""
        beta = self.description["beta"]
        if "samples" in self.objective:
            draws = several(self.description, step, len(pixels), int(self.objective["samples"]))
            return self.several(pixels, labels, draws, beta)
        moves = signs(pixels, step) if self.contractive else None
        draws = noise(self.description, step, len(pixels))
        recon, kl, *contraction = self.losses(pixels, labels, draws, moves)
        loss = (recon + beta * kl).mean()
        if contraction:
            loss = loss + self.contractive["weight"] * contraction[0].mean()
        return loss, loss, *(term.mean() for term in (recon, kl, *contraction))

    def several(self, pixels, labels, noise, beta):
        """The same from several draws (items × draws × latent): the plain bound, or by importance weights."""
        gradient = self.objective.get("gradient")
        items, draws, latent = noise.shape
        mean, deviation, logvar = self.encode(pixels, labels)
        z = mean[:, None] + deviation[:, None] * noise
        kl = 0.5 * (mean**2 + deviation**2 - logvar - 1).sum(1).mean()
        if gradient not in (None, "standard"):
            mean, deviation = mean.detach(), deviation.detach()
        factors = torch.ones(items, draws, 1, dtype=z.dtype)
        if gradient == "dreg":
            z.register_hook(lambda slope: slope * factors)
        flat = pixels.repeat_interleave(draws, 0)
        recon = self.recon(z.flatten(0, 1), labels.repeat_interleave(draws), flat).reshape(items, draws)
        if gradient is None:
            loss = recon.mean() + beta * kl
            return loss, loss, recon.mean(), kl
        posterior = torch.distributions.Normal(mean[:, None], deviation.abs()[:, None]).log_prob(z).sum(2)
        prior = torch.distributions.Normal(0, 1).log_prob(z).sum(2)
        weights = -recon + beta * (prior - posterior)
        groups, plain = int(self.objective.get("groups", 1)), float(self.objective.get("plain", 0))
        grouped = weights.reshape(items, groups, draws // groups)
        shares = torch.softmax(grouped, 2).detach()
        # For beta 1 the square of the share, with the one that stands in the sum below.
        paths = plain / draws + (1 - plain) * shares * (1 - beta + beta * shares) / groups
        counts = plain / draws + (1 - plain) * shares / groups
        factors.copy_((paths / counts).reshape(items, draws, 1))
        bound = (torch.logsumexp(grouped, 2) - math.log(draws // groups)).mean(1)
        loss = -(plain * weights.mean(1) + (1 - plain) * bound).mean()
        return -(counts * grouped).sum((1, 2)).mean(), loss, recon.mean(), kl


# ---- the noise of vaeutils: splitmix64 of key and place, Box and Muller in floats

MASK = (1 << 64) - 1
GOLDEN = 0x9E3779B97F4A7C15


def mix(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def derived(key, use):
    return mix(key ^ mix((use + GOLDEN) & MASK))


def normals(key, place):
    bits = mix((key + place * GOLDEN) & MASK)
    first = ((bits >> 40) + 1) * 2.0**-24
    angle = numpy.float32((bits & 0xFFFFFF) * 2.0**-24 * 2) * numpy.float32(math.pi)
    radius = math.sqrt(-2 * math.log(first))
    return radius * math.cos(float(angle)), radius * math.sin(float(angle))


def noise(description, step, items, seed=0):
    key = derived(derived(mix((seed + GOLDEN) & MASK), 3), step)
    latent = description["latent"]
    if description["noise"] == "shared":
        rows = [[normals(key, item // 2)[item % 2]] * latent for item in range(items)]
    else:
        pairs = (latent + 1) // 2
        rows = [
            [value for pair in range(pairs) for value in normals(key, item * pairs + pair)][:latent]
            for item in range(items)
        ]
    return torch.tensor(rows, dtype=torch.float64)


def signs(pixels, step, seed=0):
    """1 or −1 for each value of one-channel images."""
    key = derived(derived(mix((seed + GOLDEN) & MASK), 9), step)
    rows = [
        [1 - 2 * (mix((key + (item << 32 | value) * GOLDEN) & MASK) >> 63) for value in range(pixels[0].numel())]
        for item in range(len(pixels))
    ]
    return torch.tensor(rows, dtype=torch.float64).reshape(pixels.shape)


def several(description, step, items, draws, seed=0):
    """items × draws × latent."""
    key = derived(derived(mix((seed + GOLDEN) & MASK), 3), step)
    latent = description["latent"]
    pairs = (latent + 1) // 2
    rows = [
        [
            [value for pair in range(pairs) for value in normals(derived(key, item), draw * pairs + pair)][:latent]
            for draw in range(draws)
        ]
        for item in range(items)
    ]
    return torch.tensor(rows, dtype=torch.float64)


# ---- files


def write(path, metadata, tensors):
    """Safetensors: https://github.com/huggingface/safetensors#format"""
    header, blobs, offset = {"__metadata__": metadata}, [], 0
    for name, tensor in tensors.items():
        kind = "U8" if tensor.dtype == torch.uint8 else "F32"
        array = tensor.detach().numpy()
        blob = array.astype(numpy.uint8 if kind == "U8" else "<f4").tobytes()
        header[name] = {"dtype": kind, "shape": list(tensor.shape), "data_offsets": [offset, offset + len(blob)]}
        blobs.append(blob)
        offset += len(blob)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(blobs))


def weights(model):
    return {name: value for name, value in model.state_dict().items() if not name.endswith("num_batches_tracked")}


# ---- one fixture


def groups(model, settings):
    """Each parameter as a group of its own, whose rate has the factor of the longest beginning of its name."""
    factors = dict(group.split(":") for group in settings["lr_factor"].split(",")) if "lr_factor" in settings else {}

    def rate(name):
        fitting = [beginning for beginning in factors if name == beginning or name.startswith(beginning + ".")]
        return settings["lr"] * (float(factors[max(fitting, key=len)]) if fitting else 1)

    named = [pair for pair in model.named_parameters() if not pair[0].startswith("discriminator.")]
    return [{"params": [parameter], "lr": rate(name)} for name, parameter in named]


class MuonBesideAdam:
    """torch.optim.Muon for all weights but the first and the last, as matrices, AdamW for the rest; both at one rate."""

    def __init__(self, groups, momentum, weight_decay):
        # PyTorch takes its Newton-Schulz steps in bfloat16; what they come to in double precision is asked for here.
        torch.optim._muon._zeropower_via_newtonschulz = self.orthogonal
        self.param_groups = groups
        weights = [group for group in groups if group["params"][0].dim() > 1][1:-1]
        chosen = {id(group["params"][0]) for group in weights}
        self.matrices = [(group["params"][0], nn.Parameter(self.matrix(group["params"][0].data))) for group in weights]
        self.muon = torch.optim.Muon(
            [{"params": [matrix], "lr": group["lr"]} for (_, matrix), group in zip(self.matrices, weights)],
            momentum=momentum, weight_decay=weight_decay, adjust_lr_fn="match_rms_adamw")
        self.adam = torch.optim.AdamW(
            [group for group in groups if id(group["params"][0]) not in chosen], weight_decay=weight_decay)

    @staticmethod
    def matrix(weight):
        return weight.reshape(len(weight), -1)

    @staticmethod
    def orthogonal(grad, coefficients, steps, eps):
        a, b, c = coefficients
        x = grad.T if grad.size(0) > grad.size(1) else grad
        x = x / x.norm().clamp(min=eps)
        for _ in range(steps):
            gram = x @ x.T
            x = a * x + (b * gram + c * gram @ gram) @ x
        return x.T if grad.size(0) > grad.size(1) else x

    def step(self):
        for weight, matrix in self.matrices:
            matrix.grad = self.matrix(weight.grad)
        self.muon.step()
        self.adam.step()

    def zero_grad(self):
        self.adam.zero_grad()
        for weight, _ in self.matrices:
            weight.grad = None


def optimizer(model, settings):
    kind, rest = settings["optimizer"], {"lr": settings["lr"], "weight_decay": settings["weight_decay"]}
    if kind == "muon":
        return MuonBesideAdam(groups(model, settings), settings["momentum"], settings["weight_decay"])
    if kind == "sgd":
        return torch.optim.SGD(groups(model, settings), momentum=settings["momentum"], **rest)
    return {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW}[kind](groups(model, settings), **rest)


def randomise(model):
    """Gives batch normalisation what training would have, and rounds all numbers to floats; returns the generator."""
    generator = torch.Generator().manual_seed(7)
    for key, value in model.state_dict().items():
        if re.search(r"running_mean|running_var", key):
            value.copy_(torch.rand(value.shape, generator=generator) + (0.5 if "var" in key else -0.5))
    for module in model.modules():
        if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d)):
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.uniform_(module.bias, -0.5, 0.5)
    if hasattr(model, "scale"):
        model.scale.offset.copy_(100 + 50 * torch.rand(model.scale.offset.shape, generator=generator))
        model.scale.factor.copy_(40 + 50 * torch.rand(model.scale.factor.shape, generator=generator))
    if hasattr(model, "likelihood"):
        for parameter in model.likelihood.parameters():
            nn.init.uniform_(parameter, -1.5, 0.5)
    # The numbers of the file are floats, so those are what PyTorch must start from.
    for value in model.state_dict().values():
        if value.dtype == torch.float64:
            value.copy_(value.float().double())
    if "samples" in model.objective and model.description["heads"] == "tanh":
        # Random deviations are so near 0 that floats would not do for log q.
        nn.init.constant_(model.deviation.bias, 1)
    return generator


def make(name, description, settings, kind):
    torch.manual_seed(sum(map(ord, name)))
    model = kind(description).double()
    generator = randomise(model)
    write(
        os.path.join(HERE, name + ".ckpt"),
        {"format": "vaeutils.checkpoint", "version": "1", "model": json.dumps(description)},
        weights(model),
    )

    size = math.prod(description["image"])
    images = torch.randint(0, 256, (IMAGES, size), generator=generator, dtype=torch.uint8)
    if model.counts:
        images %= 12
    expected = {"images": images.reshape(IMAGES, *description["image"])}
    labels = torch.arange(IMAGES) * 7 % max(model.classes, 1)
    if model.classes:
        expected["labels"] = labels.to(torch.uint8)
    keep(expected, "before.", model, images, labels)

    model.train()
    model.images, model.labels = images, labels
    trainer = optimizer(model, settings)
    curve = []
    for step in range(1, STEPS + 1):
        items = list(BATCHES[(step - 1) % len(BATCHES)])
        slope, *terms = model.loss(model.batch(images[items]), labels[items], step)
        curve.append([term.item() for term in terms])
        trainer.zero_grad()
        slope.backward()
        model.oppose()
        if step == 1:
            for key, parameter in model.named_parameters():
                expected["gradient." + key] = parameter.grad.clone()
        if settings["clip_norm"] > 0:
            own = [parameter for group in trainer.param_groups for parameter in group["params"]]
            nn.utils.clip_grad_norm_(own, settings["clip_norm"])
        trainer.step()
        model.turn()
    expected["losses"] = torch.tensor(curve)
    for key, value in weights(model).items():
        expected["weights." + key] = value
    keep(expected, "after.", model, images, labels)
    write(
        os.path.join(HERE, name + ".expected"),
        {"torch": torch.__version__, "settings": json.dumps(settings)},
        expected,
    )


def keep(expected, prefix, model, images, labels):
    model.eval()
    with torch.no_grad():
        mean, _, logvar = model.encode(model.batch(images), labels)
        expected[prefix + "mean"] = mean
        if logvar is not None:
            expected[prefix + "logvar"] = logvar
        expected[prefix + "pictures"] = model.decode(mean[:PICTURES].float().double(), labels[:PICTURES])
    if model.contractive or "gp" in model.objective:
        expected[prefix + "jacobian"] = model.jacobian(model.batch(images), labels)
    if "gp" in model.objective:
        for key, gradient in model.slopes(model.batch(images), labels).items():
            expected[f"{prefix}slope.{key}"] = gradient.clone()


def fixture(name, image, latent, encoder, decoder, optimizer="adam", lr=1e-2, decay=0.0, momentum=0.0, clip=0.0, factors=None,
            kind=Model, **model):
    description = {
        "image": image, "model": "vae", "latent": latent, "encoder": encoder, "decoder": decoder, "heads": "logvar",
        "noise": "independent", "recon": "bce", "beta": 1, **model,
    }
    settings = {"optimizer": optimizer, "lr": lr, "weight_decay": decay, "momentum": momentum, "clip_norm": clip}
    if factors:
        settings["lr_factor"] = factors
    if len(sys.argv) < 2 or name in sys.argv[1:]:
        make(name, description, settings, kind)


def prepare():
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)


def main():
    prepare()
    block = "batchnorm, leaky 0.01"
    fixture(
        "conv-beta", [10, 10], 2, f"conv 3 stride 2, {block}, conv 5 stride 2, {block}, flatten",
        f"dense 45, unflatten 5 3 3, convt 3 stride 2, {block}, convt 1 stride 2 output-padding 1", recon="mse", beta=4,
    )
    fixture(
        "mlp-binary", [6, 6], 3, "dense 20, relu, dense 7, relu", "dense 7, relu, dense 20, relu, dense 36",
        heads="tanh", noise="shared", beta=5, threshold=128,
    )
    fixture(
        "conv-keras", [8, 8], 2, "conv 4 stride 2, relu, conv 6 stride 2, relu, flatten, dense 5, relu",
        "dense 24, relu, unflatten 6 2 2, convt 6 stride 2 output-padding 1, relu, "
        "convt 4 stride 2 output-padding 1, relu, convt 1",
        recon="mse",
    )
    fixture(
        "conv-face", [16, 16, 3], 5,
        f"conv 4 stride 2, {block}, conv 6 stride 2, {block}, conv 17 stride 2, {block}, flatten",
        f"dense 68, unflatten 17 2 2, convt 6 stride 2 output-padding 1, {block}, "
        f"convt 4 stride 2 output-padding 1, {block}, convt 3 stride 2 output-padding 1",
        recon="mse", beta=5, lr=1e-3,
    )
    fixture(
        "mlp-adamw", [6, 6], 2, "dense 18, relu", "dense 18, relu, dense 36", optimizer="adamw", decay=0.1,
    )
    fixture(
        "plain-sgd", [5, 7, 2], 4, "dense 12, elu", "dense 12, silu, dense 70, tanh", model="ae", recon="gaussian",
        sigma=0.5, optimizer="sgd", momentum=0.9, lr=1e-4,
    )
    fixture(
        "odd-layers", [9, 6, 2], 3,
        "conv 3 kernel 5 padding 1, silu, conv 4 kernel 2 stride 3 padding 0, elu, flatten, dense 8, batchnorm, tanh",
        "dense 6, sigmoid, unflatten 3 2 1, convt 4 kernel 5 stride 3 padding 1 output-padding 2, batchnorm, silu, "
        "conv 2 kernel 2 padding 1, leaky, convt 2 kernel 3 stride 1 padding 1",
        optimizer="sgd", lr=1e-3, decay=0.05, clip=2.0,
    )
    fixture("told-dense", [4, 5, 3], 3, "dense 9, relu", "dense 9, relu, dense 60", classes=4)
    fixture(
        "told-conv", [6, 5, 2], 2, "conv 4 stride 2, silu, flatten, dense 7, tanh",
        "dense 36, unflatten 4 3 3, convt 2 stride 2 output-padding 1, flatten, dense 60", classes=3, optimizer="sgd",
        lr=1e-3,
    )
    fixture(
        "contractive-tanh", [5, 6], 3, "dense 9, tanh", "dense 9, tanh, dense 30", model="ae",
        objective="contractive weight 0.7 step 0.1",
    )
    fixture(
        "contractive-conv", [6, 6], 3, "conv 3 stride 2, batchnorm, silu, flatten, dense 7, batchnorm, tanh",
        "dense 8, tanh, dense 36", beta=0.5, classes=3, optimizer="sgd", lr=1e-3, momentum=0.5,
        objective="contractive weight 2 step 0.2",
    )
    fixture(
        "grouped-adamw", [6, 6], 3, "dense 18, relu, gated 5", "dense 18, relu, dense 36", optimizer="adamw", decay=0.1,
        factors="encoder:0.5,encoder.2.g:0,logvar:0,logvar.bias:3,decoder.2.weight:0.1",
    )
    fixture(
        "grouped-sgd", [6, 5], 2, "conv 3 stride 2, elu, flatten", "dense 17, elu, dense 30", optimizer="sgd", lr=1e-3,
        decay=0.05, momentum=0.9, clip=2.0, factors="decoder:0,decoder.2:2,mean:0.25",
    )
    fixture(
        "muon-dense", [5, 6], 3, "dense 40, tanh, dense 17, tanh", "dense 21, tanh, dense 40, tanh, dense 30", optimizer="muon",
        momentum=0.95, decay=0.1, factors="encoder:0.5,mean:0,decoder.2.weight:2",
    )
    fixture(
        "muon-conv", [8, 8], 2, "conv 5 stride 2, elu, conv 18, elu, flatten",
        "dense 48, tanh, unflatten 3 4 4, convt 20 stride 2 output-padding 1, elu, conv 1", optimizer="muon", momentum=0.9,
        clip=2.0,
    )
    dense = "dense 11, tanh", "dense 9, tanh, dense 30"
    fixture("draws-elbo", [5, 6], 3, *dense, objective="elbo samples 3", beta=2)
    fixture("draws-one", [5, 6], 3, *dense, objective="iwae samples 1 gradient standard")
    fixture(
        "draws-standard", [8, 8], 2, f"conv 3 stride 2, {block}, flatten",
        f"dense 48, unflatten 3 4 4, {block}, convt 1 stride 2 output-padding 1",
        objective="iwae samples 4 gradient standard", optimizer="sgd", lr=1e-3,
    )
    fixture("draws-told", [5, 6], 2, *dense, objective="iwae samples 5 gradient standard", classes=3, recon="mse", beta=0.5)
    fixture("draws-stl", [5, 6], 3, *dense, objective="iwae samples 5 gradient stl")
    fixture("draws-dreg", [5, 6], 3, *dense, objective="iwae samples 5 gradient dreg")
    for gradient in ("standard", "stl", "dreg"):
        fixture(
            f"draws-tanh-{gradient}", [5, 6], 4, *dense, objective=f"iwae samples 3 gradient {gradient}", heads="tanh",
            recon="gaussian", sigma=0.4, beta=0.7, optimizer="sgd", lr=1e-3,
        )
    fixture("draws-groups", [5, 6], 3, *dense, objective="iwae samples 6 gradient standard groups 2")
    fixture("draws-groups-dreg", [5, 6], 3, *dense, objective="iwae samples 6 gradient dreg groups 3", beta=0.5)
    fixture("draws-plain", [5, 6], 3, *dense, objective="iwae samples 4 gradient stl plain 0.3")
    fixture(
        "scaled-learnt", [7], 3, "dense 9, tanh", "dense 9, tanh, dense 7", recon="gaussian", sigma="learned",
        scale="standard",
    )
    fixture(
        "scaled-maps", [4, 6, 2], 2, "conv 4 stride 2, silu, flatten, dense 7, tanh",
        "dense 24, unflatten 4 2 3, convt 2 stride 2 output-padding 1", recon="gaussian", sigma="learned",
        scale="minmax", classes=3,
    )
    fixture(
        "scaled-all", [4, 5, 2], 2, "dense 9, tanh", "dense 9, tanh, dense 40", recon="mse", scale="standard all",
        optimizer="sgd", lr=1e-3,
    )
    fixture(
        "scaled-draws", [6], 2, "dense 9, tanh", "dense 9, tanh, dense 6", recon="gaussian", sigma="learned",
        scale="standard", objective="iwae samples 5 gradient dreg",
    )
    fixture("counts-poisson", [9], 3, "dense 9, tanh", "dense 9, tanh, dense 9", recon="poisson")
    fixture(
        "counts-maps", [4, 6, 2], 2, "conv 4 stride 2, silu, flatten, dense 7, tanh",
        "dense 24, unflatten 4 2 3, convt 2 stride 2 output-padding 1", recon="negative-binomial", classes=3,
    )
    fixture(
        "counts-draws", [9], 2, "dense 9, tanh", "dense 9, tanh, dense 9", recon="negative-binomial",
        objective="iwae samples 5 gradient dreg", optimizer="sgd", lr=1e-3,
    )
    fixture("draws-plain-dreg", [5, 6], 3, *dense, objective="iwae samples 4 gradient dreg groups 2 plain 0.3")


if __name__ == "__main__":
    main()
