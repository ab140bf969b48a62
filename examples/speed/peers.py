#!/usr/bin/env python3
"""Times a training step of importance weighted autoencoders in PyTorch and JAX, in the columns of `vae-bench train`.

    pip install torch jax
    idx-synth digits -n 20000 -o digits.idx
    peers.py [--framework torch,compile,jax] [--model iwae-5,…] [--batch B] [--threads N] [--seconds S] digits.idx

iwae-5 and iwae-50 are the one-layer network of Burda et al. (2016) with as many draws, iwae2-5 and iwae2-50 the one of two
stochastic layers. Every framework is used at its best: all draws of a batch pass the decoder as one matrix, weights are a
logsumexp, what cancels in them is left out, the densities of p(x | z) are two sums, Adam is fused, or compiled with the step.
Threads are held to so many processors by the caller: taskset -c 0 peers.py --threads 1 …
"""

import argparse
import math
import os
import sys

import numpy
from frameworks import adam, frameworks, jax_with, measure_all

# A Gaussian's layers: those of 200 or 100 units with tanh, then its mean and log variance.
ONE_LAYER = {"encoder": [784, 200, 200, 100], "decoder": [50, 200, 200, 784]}
TWO_LAYERS = {
    "encoder": [784, 200, 200, 200], "upper_encoder": [100, 100, 100, 100],
    "upper_decoder": [50, 100, 100, 200], "decoder": [100, 200, 200, 784],
}
MODELS = {
    "iwae-5": (ONE_LAYER, 5), "iwae-50": (ONE_LAYER, 50), "iwae2-5": (TWO_LAYERS, 5), "iwae2-50": (TWO_LAYERS, 50),
}
RATE, BETA1, BETA2, EPSILON = 1e-3, 0.99, 0.999, 1e-4


def images(path):
    with open(path, "rb") as file:
        header = numpy.frombuffer(file.read(16), ">u4")
        if header[0] != 0x0803 or header[2] * header[3] != 784:
            sys.exit(f"peers.py: {path}: one IDX tensor of 28×28 u8 images is expected, unpacked")
        return numpy.frombuffer(file.read(), "u1").reshape(-1, 784).astype("f4") / 255


class TorchStep:
    """A step of PyTorch, eager or compiled."""

    def __init__(self, sizes, draws, data, threads, compiled):
        import torch

        torch.set_num_threads(threads)
        torch.manual_seed(0)
        self.torch, self.draws, self.data = torch, draws, torch.from_numpy(data)
        self.network = torch.nn.ModuleDict({name: self.layers(widths) for name, widths in sizes.items()})
        self.adam = torch.optim.Adam(
            self.network.parameters(), lr=RATE, betas=(BETA1, BETA2), eps=EPSILON, fused=True)
        self.loss = torch.compile(self.bound, fullgraph=True) if compiled else self.bound
        self.parameters = sum(weights.numel() for weights in self.network.parameters())

    def layers(self, widths):
        nn = self.torch.nn
        layers = [nn.Linear(*pair) for pair in zip(widths, widths[1:])]
        return nn.Sequential(*[part for layer in layers for part in (layer, nn.Tanh())][:-1])

    def bound(self, x):
        """The negative bound; constants of the Gaussians cancel, and (z − mean)² / variance is noise²."""
        torch, count = self.torch, len(x)
        mean, logvar = self.network["encoder"](x).chunk(2, 1)
        noise = torch.randn(self.draws, *mean.shape)
        z = (mean + (0.5 * logvar).exp() * noise).flatten(0, 1)
        logw = 0.5 * (noise.square() + logvar).sum(2)
        if "upper_encoder" in self.network:
            upper_mean, upper_logvar = self.network["upper_encoder"](z).chunk(2, 1)
            upper_noise = torch.randn_like(upper_mean)
            upper = upper_mean + (0.5 * upper_logvar).exp() * upper_noise
            mean, logvar = self.network["upper_decoder"](upper).chunk(2, 1)
            ratio = (upper_noise.square() + upper_logvar - upper.square()).sum(1)
            ratio = ratio - ((z - mean).square() * (-logvar).exp() + logvar).sum(1)
        else:
            ratio = -z.square().sum(1)
        logits = self.network["decoder"](z).view(self.draws, count, 784)
        ink = (logits * x).sum(2) - torch.nn.functional.softplus(logits).sum(2)
        logw = logw + 0.5 * ratio.view(self.draws, count) + ink
        return math.log(self.draws) - torch.logsumexp(logw, 0).mean()

    def __call__(self, items):
        self.adam.zero_grad(set_to_none=True)
        self.loss(self.data[self.torch.from_numpy(items)]).backward()
        self.adam.step()


class JaxStep:
    """A step of JAX: gradient and Adam in one compiled function, whose old weights are given up for the new ones."""

    def __init__(self, sizes, draws, data, threads):
        jax = jax_with(threads)
        self.jax, self.draws, self.data = jax, draws, jax.numpy.asarray(data)
        random = numpy.random.default_rng(0)
        weights = {name: self.layers(widths, random) for name, widths in sizes.items()}
        zeros = jax.tree.map(jax.numpy.zeros_like, weights)
        self.state = (weights, zeros, jax.tree.map(jax.numpy.zeros_like, weights), 0.0, jax.random.key(0))
        self.update = jax.jit(self.updated, donate_argnums=0)
        self.parameters = sum(array.size for array in jax.tree.leaves(weights))

    def layers(self, widths, random):
        pairs = zip(widths, widths[1:])
        return [
            (self.jax.numpy.asarray(random.normal(0, i ** -0.5, (i, o)), "f4"), self.jax.numpy.zeros(o)) for i, o in pairs]

    def apply(self, layers, x):
        for weights, bias in layers[:-1]:
            x = self.jax.numpy.tanh(x @ weights + bias)
        return x @ layers[-1][0] + layers[-1][1]

    def bound(self, weights, x, key):
        """As PyTorch's."""
        np, jax, count = self.jax.numpy, self.jax, len(x)
        first, second = jax.random.split(key)
        mean, logvar = np.split(self.apply(weights["encoder"], x), 2, 1)
        noise = jax.random.normal(first, (self.draws, *mean.shape))
        z = (mean + np.exp(0.5 * logvar) * noise).reshape(self.draws * count, -1)
        logw = 0.5 * (noise ** 2 + logvar).sum(2)
        if "upper_encoder" in weights:
            upper_mean, upper_logvar = np.split(self.apply(weights["upper_encoder"], z), 2, 1)
            upper_noise = jax.random.normal(second, upper_mean.shape)
            upper = upper_mean + np.exp(0.5 * upper_logvar) * upper_noise
            mean, logvar = np.split(self.apply(weights["upper_decoder"], upper), 2, 1)
            ratio = (upper_noise ** 2 + upper_logvar - upper ** 2).sum(1)
            ratio = ratio - ((z - mean) ** 2 * np.exp(-logvar) + logvar).sum(1)
        else:
            ratio = -(z ** 2).sum(1)
        logits = self.apply(weights["decoder"], z).reshape(self.draws, count, 784)
        ink = (logits * x).sum(2) - (np.maximum(logits, 0) + np.log1p(np.exp(-np.abs(logits)))).sum(2)
        logw = logw + 0.5 * ratio.reshape(self.draws, count) + ink
        return math.log(self.draws) - jax.nn.logsumexp(logw, 0).mean()

    def updated(self, state, data, items):
        weights, first, second, step, key = state
        key, noise = self.jax.random.split(key)
        gradient = self.jax.grad(self.bound)(weights, data[items], noise)
        step = step + 1
        moved = adam(self.jax, weights, first, second, gradient, step, RATE, (BETA1, BETA2), EPSILON)
        return *moved, step, key

    def __call__(self, items):
        self.state = self.update(self.state, self.data, items)
        self.jax.block_until_ready(self.state)


FRAMEWORKS = frameworks(TorchStep, JaxStep)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--framework", default=",".join(FRAMEWORKS), help="torch, compile and jax, or some of them")
    parser.add_argument("--model", default=",".join(MODELS), help="some of " + ", ".join(MODELS))
    parser.add_argument("--batch", type=int, default=20)
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--no-header", action="store_true")
    parser.add_argument("images", metavar="FILE", help="28×28 images, an IDX file")
    options = parser.parse_args()
    data = images(options.images)
    measure_all(options, FRAMEWORKS, data, lambda of, model: of(*MODELS[model], data, options.threads))


if __name__ == "__main__":
    main()
