"""Makes the fixtures of ParityTests whose loss has a discriminator: what PyTorch computes for FactorVAE (Kim & Mnih 2018) and for
Wasserstein autoencoders with an adversarial penalty (Tolstikhin et al. 2018).

    python3 pytorch_adversary.py          # torch and numpy; writes NAME.ckpt and NAME.expected beside this file
    python3 pytorch_adversary.py NAME ... # these alone

The discriminator has a cross-entropy and an Adam of its own, and both losses go through it apart. Which images the second
batch has, its noise and the order of each coordinate are those of vaeutils, made again here.
"""

import torch
from pytorch_parity import GOLDEN, MASK, Model, derived, fixture, mix, noise, normals, prepare
from torch import nn
from torch.nn import functional


def source(step, use, seed=0):
    """The key of one use of the adversary's noise in a step."""
    return derived(derived(derived(mix((seed + GOLDEN) & MASK), 14), step), use)


def bits(key, place):
    return mix((key + place * GOLDEN) & MASK)


def draws(key, latent, items):
    pairs = (latent + 1) // 2
    rows = [[v for pair in range(pairs) for v in normals(key, item * pairs + pair)][:latent] for item in range(items)]
    return torch.tensor(rows, dtype=torch.float64)


class Adversarial(Model):
    def __init__(self, description):
        super().__init__(description)
        name, *words = description["objective"].split()
        self.name, options = name, dict(zip(words[::2], map(float, words[1::2])))
        self.weight = options["gamma" if name == "factor" else "weight"]
        sizes = [description["latent"], *[int(options["hidden"])] * int(options["layers"])]
        parts = [part for pair in zip(sizes, sizes[1:]) for part in (nn.Linear(*pair), nn.LeakyReLU(0.2))]
        self.discriminator = nn.Sequential(*parts, nn.Linear(sizes[-1], 2))
        self.betas = options.get("beta1", 0.5), options.get("beta2", 0.9)
        self.rate = options["rate"]
        self.opponent = None

    def latents(self, pixels, labels, noise):
        mean, deviation, logvar = self.encode(pixels, labels)
        return (mean if deviation is None else mean + deviation * noise), mean, deviation, logvar

    def loss(self, pixels, labels, step):
        items, latent = len(pixels), self.description["latent"]
        z, mean, deviation, logvar = self.latents(pixels, labels, noise(self.description, step, items))
        kl = torch.zeros(items, dtype=z.dtype)
        if deviation is not None:
            kl = 0.5 * (mean**2 + deviation**2 - logvar - 1).sum(1)
        recon = self.recon(z, labels, pixels).mean()
        logits = self.discriminator(z)
        self.own = z.detach()
        with torch.no_grad():
            self.others = self.counterparts(items, latent, step)
        if self.name == "factor":
            penalty = (logits[:, 0] - logits[:, 1]).mean()
        else:
            penalty = functional.cross_entropy(logits, torch.ones(items, dtype=torch.long))
        with torch.no_grad():
            rival = self.rival_loss()
        loss = recon + self.description["beta"] * kl.mean() + self.weight * penalty
        return loss, loss, recon, kl.mean(), penalty, rival

    def counterparts(self, items, latent, step):
        if self.name == "wae-gan":
            return draws(source(step, 1), latent, items)
        numbers = [bits(source(step, 0), place) * len(self.images) >> 64 for place in range(items)]
        pixels, labels = self.batch(self.images[numbers]), self.labels[numbers]
        norms = [module for module in self.modules() if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d))]
        for norm in norms:
            norm.momentum = 0
        z = self.latents(pixels, labels, draws(source(step, 1), latent, items))[0]
        for norm in norms:
            norm.momentum = 0.1
        orders = [sorted(range(items), key=lambda i: bits(derived(source(step, 2), row), i)) for row in range(latent)]
        return torch.stack([z[order, row] for row, order in enumerate(orders)], 1)

    def rival_loss(self):
        """½ (CE(z, 0) + CE(others, 1)), of latents that are no part of the graph."""
        zeros = torch.zeros(len(self.own), dtype=torch.long)
        own = functional.cross_entropy(self.discriminator(self.own), zeros)
        return 0.5 * (own + functional.cross_entropy(self.discriminator(self.others), zeros + 1))

    def oppose(self):
        if self.opponent is None:
            self.opponent = torch.optim.Adam(self.discriminator.parameters(), lr=self.rate, betas=self.betas)
        self.opponent.zero_grad()
        self.rival_loss().backward()

    def turn(self):
        self.opponent.step()


def main():
    prepare()
    dense = "dense 11, tanh", "dense 9, tanh, dense 30"
    fixture(
        "factor", [5, 6], 4, *dense, kind=Adversarial, objective="factor gamma 6 hidden 19 layers 3 rate 0.01", beta=0.7)
    fixture(
        "factor-conv", [6, 6], 3, "conv 3 stride 2, batchnorm, silu, flatten, dense 7, batchnorm, tanh",
        "dense 8, tanh, dense 36", kind=Adversarial, classes=3, optimizer="sgd", lr=1e-3, momentum=0.5, clip=2.0,
        objective="factor gamma 3 hidden 7 layers 6 rate 0.002 beta1 0.7 beta2 0.95", heads="tanh")
    fixture(
        "wae-gan", [5, 6], 5, *dense, kind=Adversarial, model="ae", recon="mse",
        objective="wae-gan weight 8 hidden 21 layers 2 rate 0.003")
    fixture(
        "wae-gan-normal", [5, 6], 3, *dense, kind=Adversarial, beta=0.3, decay=0.1, optimizer="adamw",
        objective="wae-gan weight 2 hidden 16 layers 1 rate 0.01")


if __name__ == "__main__":
    main()
