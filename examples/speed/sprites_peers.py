#!/usr/bin/env python3
"""Times a training step of beta-TCVAE and FactorVAE on sprites in PyTorch and JAX, in the columns of `vae-bench train`.

    pip install torch jax
    idx-synth sprites -n 2000 -o sprites.idx
    sprites_peers.py [--framework torch,compile,jax] [--model beta-tc,factor] [--batch B] [--threads N] sprites.idx

The network is that of the papers on disentanglement: convolutions 4×4 of stride 2 to 32, 32, 64, 64 channels, dense 256, 10
latents, and back; FactorVAE's discriminator has six layers of 1,000. Every framework is used at its best: the second batch goes
forward without gradients, the total correlation's way back passes over the discriminator's weights, both kinds of latents pass it
as one matrix, Adam is fused, or compiled with the step. Threads are held to so many processors by the caller: taskset -c 0.
"""

import argparse
import math
import os
import sys

import numpy
from frameworks import adam, frameworks, jax_with, measure_all

CHANNELS, HIDDEN, LATENT, UNITS, LAYERS = [32, 32, 64, 64], 256, 10, 1000, 6
BETA, GAMMA, RATE, SET_SIZE = 6, 40, 1e-4, 737_280


def images(path):
    with open(path, "rb") as file:
        header = numpy.frombuffer(file.read(16), ">u4")
        if header[0] != 0x0803 or header[2] * header[3] != 64 * 64:
            sys.exit(f"sprites_peers.py: {path}: one IDX tensor of 64×64 u8 images is expected, unpacked")
        return numpy.frombuffer(file.read(), "u1").reshape(-1, 1, 64, 64).astype("f4") / 255


class TorchStep:
    """A step of PyTorch, eager or compiled."""

    def __init__(self, model, data, threads, compiled):
        import torch

        torch.set_num_threads(threads)
        torch.manual_seed(0)
        self.torch, self.model, self.data = torch, model, torch.from_numpy(data)
        nn = torch.nn
        down = [part for pair in zip([1, *CHANNELS], CHANNELS) for part in (nn.Conv2d(*pair, 4, 2, 1), nn.ReLU())]
        up = [part for pair in zip([64, 64, 32, 32], [64, 32, 32, 1]) for part in (nn.ReLU(), nn.ConvTranspose2d(*pair, 4, 2, 1))]
        self.encoder = nn.Sequential(*down, nn.Flatten(), nn.Linear(1024, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, 2 * LATENT))
        self.decoder = nn.Sequential(
            nn.Linear(LATENT, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, 1024), nn.Unflatten(1, (64, 4, 4)), *up)
        self.network = nn.ModuleList([self.encoder, self.decoder])
        if os.environ.get("CHANNELS_LAST"):
            self.network = self.network.to(memory_format=torch.channels_last)
            self.data = self.data.contiguous(memory_format=torch.channels_last)
        self.adam = torch.optim.Adam(self.network.parameters(), lr=RATE, fused=True)
        sizes = [LATENT, *[UNITS] * LAYERS]
        layers = [part for pair in zip(sizes, sizes[1:]) for part in (nn.Linear(*pair), nn.LeakyReLU(0.2))]
        self.discriminator = nn.Sequential(*layers, nn.Linear(UNITS, 2))
        players = [self.network] + [self.discriminator] * (model == "factor")
        self.parameters = sum(weights.numel() for player in players for weights in player.parameters())
        self.opponent = torch.optim.Adam(self.discriminator.parameters(), lr=RATE, betas=(0.5, 0.9), fused=True)
        wrap = torch.compile if compiled else lambda function: function
        self.tc_loss, self.factor_loss = wrap(self.tc_loss), wrap(self.factor_loss)
        self.latents, self.rival_loss = wrap(self.latents), wrap(self.rival_loss)

    def latents(self, x):
        mean, logvar = self.encoder(x).chunk(2, 1)
        return mean + (0.5 * logvar).exp() * self.torch.randn_like(mean), mean, logvar

    def recon(self, z, x):
        functional = self.torch.nn.functional
        return functional.binary_cross_entropy_with_logits(self.decoder(z), x, reduction="sum") / len(x)

    def tc_loss(self, x):
        torch, count = self.torch, len(x)
        z, mean, logvar = self.latents(x)
        densities = -0.5 * ((z[:, None] - mean).square() * (-logvar).exp() + logvar + math.log(2 * math.pi))
        own = -0.5 * ((z - mean).square() * (-logvar).exp() + logvar + math.log(2 * math.pi)).sum(1)
        joint = torch.logsumexp(densities.sum(2), 1) - math.log(count * SET_SIZE)
        marginals = (torch.logsumexp(densities, 1) - math.log(count * SET_SIZE)).sum(1)
        prior = -0.5 * (z.square() + math.log(2 * math.pi)).sum(1)
        return self.recon(z, x) + (own - joint + BETA * (joint - marginals) + marginals - prior).mean()

    def factor_loss(self, x):
        z, mean, logvar = self.latents(x)
        kl = 0.5 * (mean.square() + logvar.exp() - logvar - 1).sum(1).mean()
        logits = self.discriminator(z)
        return self.recon(z, x) + kl + GAMMA * (logits[:, 0] - logits[:, 1]).mean(), z.detach()

    def rival_loss(self, z, others):
        torch, count = self.torch, len(z)
        classes = torch.arange(2).repeat_interleave(count)
        return torch.nn.functional.cross_entropy(self.discriminator(torch.cat([z, others])), classes)

    def __call__(self, items):
        torch, x = self.torch, self.data[self.torch.from_numpy(items)]
        self.adam.zero_grad(set_to_none=True)
        if self.model == "beta-tc":
            self.tc_loss(x).backward()
        else:
            with torch.no_grad():
                others = self.latents(self.data[torch.randint(len(self.data), (len(x),))])[0]
                others = others.gather(0, torch.rand(len(x), LATENT).argsort(0))
            self.discriminator.requires_grad_(False)
            loss, z = self.factor_loss(x)
            loss.backward()
            self.discriminator.requires_grad_(True)
            self.opponent.zero_grad(set_to_none=True)
            self.rival_loss(z, others).backward()
            self.opponent.step()
        self.adam.step()


class JaxStep:
    """A step of JAX: gradients and Adam in one compiled function, whose old weights are given up for the new ones."""

    def __init__(self, model, data, threads):
        jax = jax_with(threads)
        self.jax, self.model = jax, model
        self.data = jax.numpy.asarray(data.transpose(0, 2, 3, 1))
        random = numpy.random.default_rng(0)

        def weights(*shape):
            fan = numpy.prod(shape[:-1])
            return jax.numpy.asarray(random.normal(0, fan**-0.5, shape), "f4"), jax.numpy.zeros(shape[-1])

        network = {
            "down": [weights(4, 4, *pair) for pair in zip([1, *CHANNELS], CHANNELS)],
            "up": [weights(4, 4, *pair) for pair in zip([64, 64, 32, 32], [64, 32, 32, 1])],
            "encoder": [weights(1024, HIDDEN), weights(HIDDEN, 2 * LATENT)],
            "decoder": [weights(LATENT, HIDDEN), weights(HIDDEN, 1024)],
        }
        sizes = [LATENT, *[UNITS] * LAYERS, 2]
        rival = [weights(*pair) for pair in zip(sizes, sizes[1:])] if model == "factor" else []
        zeros = lambda tree: jax.tree.map(jax.numpy.zeros_like, tree)  # noqa: E731
        self.state = (network, zeros(network), zeros(network), rival, zeros(rival), zeros(rival), 0.0, jax.random.key(0))
        self.update = jax.jit(self.updated, donate_argnums=0)
        self.parameters = sum(array.size for array in jax.tree.leaves((network, rival)))

    def latents(self, network, x, key):
        lax, np, relu = self.jax.lax, self.jax.numpy, self.jax.nn.relu
        for weights, bias in network["down"]:
            x = relu(lax.conv_general_dilated(
                x, weights, (2, 2), [(1, 1)] * 2, dimension_numbers=("NHWC", "HWIO", "NHWC")) + bias)
        x = x.reshape(len(x), -1)
        (first, bias), (heads, shift) = network["encoder"]
        mean, logvar = np.split(relu(x @ first + bias) @ heads + shift, 2, 1)
        return mean + np.exp(0.5 * logvar) * self.jax.random.normal(key, mean.shape), mean, logvar

    def recon(self, network, z, x):
        lax, np, relu = self.jax.lax, self.jax.numpy, self.jax.nn.relu
        h = z
        for weights, bias in network["decoder"]:
            h = relu(h @ weights + bias)
        h = h.reshape(len(h), 4, 4, 64)
        for number, (weights, bias) in enumerate(network["up"]):
            h = lax.conv_transpose(
                h if number == 0 else relu(h), weights, (2, 2), [(2, 2)] * 2,
                dimension_numbers=("NHWC", "HWIO", "NHWC")) + bias
        return (np.maximum(h, 0) - h * x + np.log1p(np.exp(-np.abs(h)))).sum() / len(x)

    def verdict(self, rival, z):
        for weights, bias in rival[:-1]:
            z = self.jax.nn.leaky_relu(z @ weights + bias, 0.2)
        return z @ rival[-1][0] + rival[-1][1]

    def tc_loss(self, network, rival, x, key):
        np, logsumexp = self.jax.numpy, self.jax.nn.logsumexp
        z, mean, logvar = self.latents(network, x, key)
        densities = -0.5 * ((z[:, None] - mean) ** 2 * np.exp(-logvar) + logvar + math.log(2 * math.pi))
        own = -0.5 * ((z - mean) ** 2 * np.exp(-logvar) + logvar + math.log(2 * math.pi)).sum(1)
        joint = logsumexp(densities.sum(2), 1) - math.log(len(x) * SET_SIZE)
        marginals = (logsumexp(densities, 1) - math.log(len(x) * SET_SIZE)).sum(1)
        prior = -0.5 * (z**2 + math.log(2 * math.pi)).sum(1)
        return self.recon(network, z, x) + (own - joint + BETA * (joint - marginals) + marginals - prior).mean(), z

    def factor_loss(self, network, rival, x, key):
        z, mean, logvar = self.latents(network, x, key)
        kl = 0.5 * (mean**2 + self.jax.numpy.exp(logvar) - logvar - 1).sum(1).mean()
        logits = self.verdict(rival, z)
        return self.recon(network, z, x) + kl + GAMMA * (logits[:, 0] - logits[:, 1]).mean(), z

    def rival_loss(self, rival, z, others):
        np, count = self.jax.numpy, len(z)
        logits = self.verdict(rival, np.concatenate([z, others]))
        odds = logits[:, 0] - logits[:, 1]
        return 0.5 * self.jax.nn.softplus(np.concatenate([-odds[:count], odds[count:]])).sum() / count

    def updated(self, state, data, items):
        jax, random = self.jax, self.jax.random
        network, first, second, rival, rival_first, rival_second, step, key = state
        key, noise, numbers, more, orders = random.split(key, 5)
        step = step + 1
        loss = self.tc_loss if self.model == "beta-tc" else self.factor_loss
        gradient, z = jax.grad(loss, has_aux=True)(network, rival, data[items], noise)
        if rival:
            chosen = data[random.randint(numbers, (len(items),), 0, len(data))]
            others = random.permutation(orders, self.latents(network, chosen, more)[0], 0, independent=True)
            slope = jax.grad(self.rival_loss)(rival, z, others)
            rival, rival_first, rival_second = adam(
                jax, rival, rival_first, rival_second, slope, step, RATE, (0.5, 0.9))
        network, first, second = adam(jax, network, first, second, gradient, step, RATE)
        return network, first, second, rival, rival_first, rival_second, step, key

    def __call__(self, items):
        self.state = self.update(self.state, self.data, items)
        self.jax.block_until_ready(self.state)


FRAMEWORKS = frameworks(TorchStep, JaxStep)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--framework", default=",".join(FRAMEWORKS), help="torch, compile and jax, or some of them")
    parser.add_argument("--model", default="beta-tc,factor", help="beta-tc and factor, or one of them")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--no-header", action="store_true")
    parser.add_argument("images", metavar="FILE", help="64×64 images, an IDX file")
    options = parser.parse_args()
    data = images(options.images)
    measure_all(options, FRAMEWORKS, data, lambda of, model: of(model, data, options.threads))


if __name__ == "__main__":
    main()
