"""Makes the fixtures of ParityTests whose priors are learnt, or whose posteriors have a flow: what PyTorch computes for
them, as pytorch_chain.py does for several levels of latents.

    python3 pytorch_priors.py          # torch and numpy; writes NAME.ckpt and NAME.expected beside this file
    python3 pytorch_priors.py NAME ... # these alone
"""

import math

import torch
from pytorch_chain import Chain, log_density, several_levels
from pytorch_parity import fixture, prepare
from torch import nn
from torch.distributions import Normal
from torch.func import functional_call
from torch.nn import functional


class Mixture(nn.Module):
    def __init__(self, components, latent):
        super().__init__()
        self.mean, self.logvar = (nn.Parameter(torch.randn(components, latent) / 2) for _ in range(2))
        self.logits = nn.Parameter(torch.randn(components))

    def forward(self, z):
        parts = Normal(self.mean, torch.exp(self.logvar / 2)).log_prob(z[:, None]).sum(2)
        return torch.logsumexp(parts + torch.log_softmax(self.logits, 0), 1)


class Vamp(nn.Module):
    """Some of the values are beyond 0 and 1."""

    def __init__(self, components, image):
        super().__init__()
        shape = image if len(image) == 1 else [image[2] if len(image) > 2 else 1, *image[:2]]
        self.inputs = nn.Parameter(1.2 * torch.rand(components, *shape) - 0.1)


class Coupling(nn.Module):
    def __init__(self, kept, changed, hidden):
        super().__init__()
        self.add_module("0", nn.Linear(kept, hidden))
        self.add_module("2", nn.Linear(hidden, hidden))
        self.scale, self.shift = nn.Linear(hidden, changed), nn.Linear(hidden, changed)

    def forward(self, kept, changed):
        for layer in "02":
            kept = functional.leaky_relu(getattr(self, layer)(kept), 0.01)
        scale = torch.tanh(self.scale(kept))
        return (changed - self.shift(kept)) * torch.exp(-scale), scale.sum(1)


class Flow(nn.Module):
    def __init__(self, couplings, latent, hidden):
        super().__init__()
        self.half = (latent + 1) // 2
        for number in range(couplings):
            sizes = (self.half, latent - self.half)[:: -1 if number % 2 else 1]
            self.add_module(str(number), Coupling(*sizes, hidden))

    def forward(self, z):
        logs = 0
        for number, coupling in enumerate(self.children()):
            front, back = z[:, : self.half], z[:, self.half :]
            if number % 2 == 0:
                back, log = coupling(front, back)
            else:
                front, log = coupling(back, front)
            z, logs = torch.cat([front, back], 1), logs - log
        return logs + Normal(0, 1).log_prob(z).sum(1)


class Learnt(Chain):
    """A model of one level or several whose topmost prior may be learnt, and whose posterior may have a planar flow."""

    def __init__(self, description):
        super().__init__({"levels": [], "inference": "bottom-up", **description})
        name, *words = description.get("prior", "normal").split()
        latent = self.latents[-1]
        if name == "vamp":
            self.prior = Vamp(int(words[0]), description["image"])
        elif name == "mixture":
            self.prior = Mixture(int(words[0]), latent)
        elif name == "flow":
            self.prior = Flow(int(words[1]), latent, int(words[3]))
        else:
            self.prior = None
        self.planes = int(description.get("posterior", "flow planar 0").split()[-1])
        self.flow = nn.ModuleDict()
        for number in range(self.planes):
            outputs = {"u": latent, "w": latent, "b": 1}
            heads = {name: nn.Linear(self.mean.in_features, count) for name, count in outputs.items()}
            self.flow[str(number)] = nn.ModuleDict(heads)

    def heads(self, pixels, labels):
        """With what the flow is told behind the moments of the first level."""
        self.told = None
        hook = self.mean.register_forward_pre_hook(lambda _, inputs: setattr(self, "hidden", inputs[0]))
        heads = super().heads(pixels, labels)
        hook.remove()
        told = [flow[name](self.hidden) for flow in self.flow.values() for name in "uwb"]
        return [(*heads[0], *told), *heads[1:]]

    def draw(self, heads, noises):
        z, used, joined = super().draw(heads, noises)
        self.logs = 0
        for number in range(self.planes):
            if number == 0:
                self.base = log_density(z[0], used[0])
            u, w, b = heads[0][2 + 3 * number : 5 + 3 * number]
            product, square = (w * u).sum(1, keepdim=True), (w * w).sum(1, keepdim=True)
            direction = u + (functional.softplus(product) - 1 - product) * w / square
            height = torch.tanh((w * z[0]).sum(1, keepdim=True) + b)
            z[0] = z[0] + direction * height
            volume = 1 + (1 - height**2) * (w * direction).sum(1, keepdim=True)
            self.logs = self.logs + torch.log(volume.squeeze(1))
        return z, used, joined

    def log_p(self, z, frozen=False, joined=None):
        densities = super().log_p(z, frozen, joined)
        if self.prior is not None:
            densities[-1] = self.log_prior(z[-1], frozen)
        return densities

    def log_prior(self, z, frozen):
        """log p of the topmost latents; frozen, as a function of these alone."""
        if isinstance(self.prior, Vamp):
            inputs = functional.hardtanh(self.prior.inputs, 0, 1)
            mean, logvar = Chain.heads(self, inputs, None)[0]
            if frozen:
                mean, logvar = mean.detach(), logvar.detach()
            parts = Normal(mean, torch.exp(logvar / 2)).log_prob(z[:, None]).sum(2)
            return torch.logsumexp(parts, 1) - math.log(len(mean))
        if not frozen:
            return self.prior(z)
        state = {name: value.detach().clone() for name, value in self.prior.state_dict().items()}
        return functional_call(self.prior, state, (z,))

    def loss(self, pixels, labels, step):
        if self.planes == 0:
            slope, loss, recon, kl, *kls = super().loss(pixels, labels, step)
            return slope, loss, recon, kl, *(kls if len(kls) > 1 else [])
        draws, beta = int(self.objective.get("samples", 1)), self.description["beta"]
        items = len(pixels)
        noises = several_levels(self.latents, step, items, draws)
        flat, told = pixels.repeat_interleave(draws, 0), labels.repeat_interleave(draws)
        heads = [tuple(head.repeat_interleave(draws, 0) for head in self.heads(pixels, labels)[0])]
        z, _, _ = self.draw(heads, noises)
        recon = self.recon(z[0], told, flat)
        kl = self.base - self.logs - self.log_p(z)[0]
        if "gradient" not in self.objective:
            loss = (recon + beta * kl).mean()
        else:
            weights = (-beta * kl - recon).reshape(items, draws)
            loss = -(torch.logsumexp(weights, 1) - math.log(draws)).mean()
        return loss, loss, recon.mean(), kl.mean()

    def encode(self, pixels, labels):
        """What the flow makes of the mean, where there is one."""
        z, used, _ = self.draw(self.heads(pixels, labels), None)
        return z[-1], None, used[-1][1]


def main():
    prepare()
    dense = "dense 11, tanh", "dense 9, tanh, dense 30"
    conv = "conv 3 stride 2, silu, flatten", "dense 48, silu, unflatten 3 4 4, convt 1 stride 2 output-padding 1"
    upper = [{"latent": 2, "encoder": "dense 7, tanh", "decoder": "dense 8, tanh"}]

    def learnt(name, *arguments, **model):
        fixture(name, *arguments, kind=Learnt, **model)

    learnt("prior-vamp", [5, 6], 3, *dense, prior="vamp 7", beta=2)
    learnt(
        "prior-vamp-dreg", [8, 8], 4, *conv, prior="vamp 18", recon="gaussian", sigma=0.4, beta=0.7, optimizer="sgd",
        lr=1e-3, objective="iwae samples 4 gradient dreg",
    )
    learnt("prior-mixture", [5, 6], 2, *dense, prior="mixture 5", classes=3, objective="iwae samples 3 gradient standard")
    learnt("prior-flow", [5, 6], 3, *dense, prior="flow couplings 3 hidden 6", objective="elbo samples 2")
    learnt("prior-flow-stl", [5, 6], 4, *dense, prior="flow couplings 2 hidden 5", objective="iwae samples 3 gradient stl")
    learnt(
        "prior-chain", [5, 6], 3, *dense, levels=upper, inference="bottom-up", prior="mixture 6",
        objective="iwae samples 3 gradient dreg",
    )
    learnt("prior-ladder", [5, 6], 3, *dense, levels=upper, inference="ladder", prior="flow couplings 2 hidden 4")
    learnt("planar", [5, 6], 3, *dense, posterior="flow planar 2", beta=0.8, classes=3)
    learnt(
        "planar-mixture", [8, 8], 3, *conv, posterior="flow planar 1", prior="mixture 4", optimizer="sgd", lr=1e-3,
        objective="iwae samples 4 gradient standard",
    )


if __name__ == "__main__":
    main()
