"""Makes the fixtures of ParityTests whose objective is that of regularised autoencoders (Ghosh et al. 2020): what PyTorch
computes for them.

    python3 pytorch_rae.py          # torch and numpy; writes NAME.ckpt and NAME.expected beside this file
    python3 pytorch_rae.py NAME ... # these alone

The penalty of the decoder's slope is taken from the same moved latents as that of vaeutils; a file has the exact squared norm of
the Jacobian of each picture's pixel means for its latent too, and the exact gradient of the mean of these.
"""

import torch
from pytorch_parity import Model, fixture, prepare, signs
from torch import nn


class Regularised(Model):
    def __init__(self, description):
        super().__init__(description)
        self.options = {word: float(value) for word, value in self.objective.items()}

    def means(self, z, labels):
        return torch.sigmoid(self.decoder(self.condition(z, labels))).flatten(1)

    def loss(self, pixels, labels, step):
        z = self.encode(pixels, labels)[0]
        logits = self.decoder(self.condition(z, labels)).flatten(1)
        recon, latent = self.recon_of(logits, pixels).mean(), 0.5 * (z**2).sum(1).mean()
        terms, loss = [recon, torch.zeros(()), latent], recon + self.options["z"] * latent
        if "l2" in self.options:
            terms.append(sum((parameter**2).sum() for parameter in self.decoder.parameters()))
            loss = loss + self.options["l2"] * terms[-1]
        if "gp" in self.options:
            length = self.options["step"]
            terms.append(((self.moved(z + length * signs(z, step), labels) - torch.sigmoid(logits)) ** 2).sum(1).mean() / length**2)
            loss = loss + self.options["gp"] * terms[-1]
        return loss, loss, *terms

    def moved(self, z, labels):
        """The means for moved latents, of which running statistics keep nothing."""
        norms = [module for module in self.modules() if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d))]
        for norm in norms:
            norm.momentum = 0
        means = self.means(z, labels)
        for norm in norms:
            norm.momentum = 0.1
        return means

    def jacobian(self, pixels, labels):
        """The squared Frobenius norm of the Jacobian of the means of each image's picture."""
        z = self.encode(pixels, labels)[0].detach()
        return torch.stack([
            (torch.autograd.functional.jacobian(lambda z: self.means(z[None], label[None])[0], latent) ** 2).sum()
            for latent, label in zip(z, labels)
        ])

    def slopes(self, pixels, labels):
        """The gradient of the mean of those norms for each parameter, by a way back through the way back."""
        self.zero_grad()
        z = self.encode(pixels, labels)[0]
        means = self.means(z, labels)
        rows = [torch.autograd.grad(column.sum(), z, create_graph=True)[0] for column in means.unbind(1)]
        (sum((row**2).sum() for row in rows) / len(z)).backward()
        return {key: torch.zeros_like(p) if p.grad is None else p.grad for key, p in self.named_parameters()}


def main():
    prepare()
    dense = "dense 11, tanh", "dense 9, tanh, dense 30"
    fixture("rae", [5, 6], 4, *dense, kind=Regularised, model="ae", objective="rae z 0.5 l2 0.02")
    fixture(
        "rae-slope", [5, 6], 4, *dense, kind=Regularised, model="ae", objective="rae z 0.1 gp 0.8 step 0.1", recon="mse", classes=3)
    fixture(
        "rae-conv", [6, 6], 3, "conv 3 stride 2, tanh, flatten, dense 7, tanh",
        "dense 36, unflatten 4 3 3, batchnorm, silu, convt 1 stride 2 output-padding 1", kind=Regularised, model="ae",
        objective="rae z 1 l2 0.01 gp 0.3 step 0.2", optimizer="sgd", lr=1e-3, momentum=0.5)


if __name__ == "__main__":
    main()
