"""Makes the fixtures of ParityTests that have several levels of latents: what PyTorch computes for bottom-up chains and
ladders, as pytorch_parity.py does for models of one level.

    python3 pytorch_chain.py          # torch and numpy; writes NAME.ckpt and NAME.expected beside this file
    python3 pytorch_chain.py NAME ... # these alone

The gradients are by the formulas of the papers, each from a graph of its own: the standard one from the loss; for STL
and DReG that of p from draws that are numbers, and that of q from the total derivative of log w through the draws, where
q's parameters are frozen in log q (Tucker et al. 2019, equation 8).
"""

import math

import torch
from torch import nn
from torch.func import functional_call
from torch.distributions import Normal

from pytorch_parity import GOLDEN, MASK, Model, derived, fixture, layers, mix, normals, prepare


class Heads(nn.Module):
    """Layers numbered as those of a Sequential, and the heads behind them."""

    def __init__(self, text, inputs, latent):
        super().__init__()
        sequence, hidden = layers(text, (inputs,))
        self.count = len(sequence)
        for number, layer in enumerate(sequence):
            self.add_module(str(number), layer)
        self.mean, self.logvar = nn.Linear(hidden, latent), nn.Linear(hidden, latent)

    def forward(self, z):
        for number in range(self.count):
            z = getattr(self, str(number))(z)
        return self.mean(z), self.logvar(z)


class Level(nn.Module):
    """A level above another; in a ladder `inputs` are the values of the hidden layer below, not latents."""

    def __init__(self, level, inputs, below):
        super().__init__()
        self.encoder, hidden = layers(level["encoder"], (inputs,))
        self.mean, self.logvar = nn.Linear(hidden, level["latent"]), nn.Linear(hidden, level["latent"])
        self.decoder = Heads(level["decoder"], level["latent"], below)
        self.hidden = hidden

    def infer(self, below):
        hidden = self.encoder(below)
        return hidden, self.mean(hidden), self.logvar(hidden)

    def forward(self, way, value):
        return self.infer(value)[1:] if way == "up" else self.decoder(value)


class Chain(Model):
    def __init__(self, description):
        super().__init__(description)
        self.ladder = description["inference"] == "ladder"
        inputs, below = self.mean.in_features if self.ladder else description["latent"], description["latent"]
        self.levels = nn.ModuleDict()
        for number, level in enumerate(description["levels"]):
            self.levels[str(number + 2)] = Level(level, inputs, below)
            below = level["latent"]
            inputs = self.levels[str(number + 2)].hidden if self.ladder else below
        self.latents = [description["latent"], *(level["latent"] for level in description["levels"])]

    def heads(self, pixels, labels):
        """(mean, log variance) of each item: of the lowest level, or in a ladder of each."""
        if self.classes and self.takes_vector() and pixels.dim() == 4:
            pixels = pixels.permute(0, 2, 3, 1)
        if isinstance(self.encoder[0], nn.Linear):
            pixels = pixels.flatten(1)
        hidden = self.encoder(self.condition(pixels, labels)).flatten(1)
        heads = [(self.mean(hidden), self.logvar(hidden))]
        if self.ladder:
            for level in self.levels.values():
                hidden, mean, logvar = level.infer(hidden)
                heads.append((mean, logvar))
        return heads

    def up(self, number, z, frozen=False):
        """The heads of q for the level above that of index `number`, given its latents."""
        return self.run(number, "up", z, frozen)

    def down(self, number, z, frozen=False):
        """The heads of p for the level of index `number`, given the latents above."""
        return self.run(number, "down", z, frozen)

    def run(self, number, way, z, frozen):
        level = self.levels[str(number + 2)]
        if not frozen:
            return level(way, z)
        state = {name: value.detach().clone() for name, value in level.state_dict().items()}
        return functional_call(level, state, (way, z))

    def draw(self, heads, noises):
        """The latents of each level, the heads of q that they were drawn from, and those of p where q has them in it;
        means where there is no noise."""
        top = len(self.latents) - 1
        z, used, joined = [None] * (top + 1), [None] * (top + 1), [None] * top

        def take(level, moments):
            used[level] = moments
            z[level] = moments[0] + (torch.exp(moments[1] / 2) * noises[level] if noises else 0)

        if not self.ladder:
            take(0, heads[0])
            for level in range(top):
                take(level + 1, self.up(level, z[level]))
            return z, used, joined
        take(top, heads[top])
        for level in reversed(range(top)):
            joined[level] = self.down(level, z[level + 1])
            (mean, logvar), (other, other_logvar) = heads[level], joined[level]
            one, two = torch.exp(-logvar), torch.exp(-other_logvar)
            take(level, ((one * mean + two * other) / (one + two), -torch.log(one + two)))
        return z, used, joined

    def log_p(self, z, frozen=False, joined=None):
        """log p of each level's latents given those above."""
        top = len(z) - 1
        heads = joined if self.ladder else [self.down(level, z[level + 1], frozen) for level in range(top)]
        densities = [log_density(z[level], heads[level]) for level in range(top)]
        return [*densities, Normal(0, 1).log_prob(z[top]).sum(1)]

    def frozen_log_q(self, z, heads):
        """log q of each level's latents as functions of the latents alone."""
        first = tuple(moment.detach() for moment in heads[0])
        above = [log_density(z[level + 1], self.up(level, z[level], True)) for level in range(len(z) - 1)]
        return [log_density(z[0], first), *above]

    def loss(self, pixels, labels, step):
        draws, beta = int(self.objective.get("samples", 1)), self.description["beta"]
        gradient = self.objective.get("gradient")
        items = len(pixels)
        noises = several_levels(self.latents, step, items, draws)
        flat, told = pixels.repeat_interleave(draws, 0), labels.repeat_interleave(draws)
        heads = [tuple(moment.repeat_interleave(draws, 0) for moment in pair) for pair in self.heads(pixels, labels)]
        z, used, joined = self.draw(heads, noises)
        recon = self.recon(z[0], told, flat)
        log_p = self.log_p(z, gradient in ("stl", "dreg"), joined)
        log_q = [log_density(*pair) for pair in zip(z, used)]
        kls = [(q - p).mean() for p, q in zip(log_p, log_q)]
        terms = recon.mean(), sum(kls), *kls
        if gradient is None:
            loss = recon.mean() + beta * sum(kls)
            return loss, loss, *terms
        groups, plain = int(self.objective.get("groups", 1)), float(self.objective.get("plain", 0))
        weights = (beta * (sum(log_p) - sum(log_q)) - recon).reshape(items, groups, draws // groups)
        bound = (torch.logsumexp(weights, 2) - math.log(draws // groups)).mean(1)
        loss = -(plain * weights.mean((1, 2)) + (1 - plain) * bound).mean()
        if gradient == "standard":
            return loss, loss, *terms
        own = torch.softmax(weights, 2).detach().flatten()
        paths = own * (1 - beta + beta * own) if gradient == "dreg" else own
        shares, paths = ((plain / draws + (1 - plain) * part / groups) / items for part in (own, paths))
        fixed = [latent.detach() for latent in z]
        of_p = self.log_p(fixed)
        slope = -(shares * (beta * sum(of_p) - self.recon(fixed[0], told, flat))).sum()
        decoder = {name: value.detach().clone() for name, value in self.decoder.state_dict().items()}
        values = functional_call(self.decoder, decoder, (self.condition(z[0], told),)).flatten(1)
        seen = self.recon_of(values, flat)
        of_q = beta * (sum(self.log_p(z, True)) - sum(self.frozen_log_q(z, heads))) - seen
        return slope - (paths * of_q).sum(), loss, *terms

    def encode(self, pixels, labels):
        """Moments of the topmost level, given the means of those that it depends on."""
        _, used, _ = self.draw(self.heads(pixels, labels), None)
        return used[-1][0], None, used[-1][1]

    def decode(self, z, labels):
        for level in reversed(range(len(self.levels))):
            z = self.down(level, z)[0]
        return super().decode(z, labels)


def log_density(z, moments):
    return Normal(moments[0], torch.exp(moments[1] / 2)).log_prob(z).sum(1)


def several_levels(latents, step, items, draws, seed=0):
    """(items · draws) × latent of each level."""
    key = derived(derived(mix((seed + GOLDEN) & MASK), 3), step)
    noises = []
    for level, latent in enumerate(latents):
        pairs = (latent + 1) // 2
        rows = []
        for item in range(items):
            source = derived(key, item) if level == 0 else derived(derived(key, item), level)
            for draw in range(draws):
                rows.append([x for pair in range(pairs) for x in normals(source, draw * pairs + pair)][:latent])
        noises.append(torch.tensor(rows, dtype=torch.float64))
    return noises


def main():
    prepare()
    two = [{"latent": 2, "encoder": "dense 7, tanh", "decoder": "dense 8, tanh"}]
    three = [
        {"latent": 4, "encoder": "dense 7, batchnorm, leaky 0.01", "decoder": "dense 8, tanh"},
        {"latent": 3, "encoder": "dense 6, tanh, dense 5, tanh", "decoder": "dense 5, batchnorm, leaky 0.01"},
    ]
    # By the statistics of a batch each draw's weight would depend on the others, which DReG takes to be independent.
    alone = [{**level, "encoder": level["encoder"].replace("batchnorm, ", ""),
              "decoder": level["decoder"].replace("batchnorm, ", "")} for level in three]
    dense = "dense 11, tanh", "dense 9, tanh, dense 30"

    def chain(name, *arguments, levels=two, inference="bottom-up", **model):
        fixture(name, *arguments, levels=levels, inference=inference, kind=Chain, **model)

    chain("chain-elbo", [5, 6], 3, *dense, beta=2)
    chain("chain-standard", [5, 6], 3, *dense, objective="iwae samples 5 gradient standard")
    chain("chain-stl", [5, 6], 3, *dense, objective="iwae samples 5 gradient stl")
    chain("chain-dreg", [5, 6], 3, *dense, objective="iwae samples 5 gradient dreg")
    for gradient in ("standard", "stl", "dreg"):
        chain(
            f"chain-three-{gradient}", [8, 8], 3, "conv 3 stride 2, silu, flatten",
            "dense 48, silu, unflatten 3 4 4, convt 1 stride 2 output-padding 1",
            levels=alone if gradient == "dreg" else three, recon="gaussian",
            sigma=0.4, beta=0.7, optimizer="sgd", lr=1e-3, objective=f"iwae samples 3 gradient {gradient}",
        )
    chain("chain-groups", [5, 6], 3, *dense, objective="iwae samples 6 gradient standard groups 2 plain 0.3")
    chain("chain-groups-dreg", [5, 6], 3, *dense, objective="iwae samples 6 gradient dreg groups 3 plain 0.2", beta=0.5)
    chain("chain-told", [5, 6], 3, *dense, classes=3, objective="elbo samples 4")
    chain("ladder-elbo", [5, 6], 3, *dense, inference="ladder", beta=0.5)
    chain(
        "ladder-three", [8, 8], 3, "conv 3 stride 2, silu, flatten",
        "dense 48, silu, unflatten 3 4 4, convt 1 stride 2 output-padding 1", levels=three, inference="ladder",
        optimizer="sgd", lr=1e-3, objective="iwae samples 3 gradient standard",
    )


if __name__ == "__main__":
    main()
