"""What PyTorch makes of the objectives: their terms, and the gradients of their part in the loss for mean and log variance.

    python3 Tests/Fixtures/pytorch_objectives.py Tests/Fixtures/objectives.expected

Written with torch 2.15.0, numpy 2.4.6, safetensors 0.8.0, Python 3.11; float64 throughout, stored as float32. The noise is
that of vaeutils, which pytorch_parity.py makes again.
"""

import json
import math
import sys

import torch
from pytorch_parity import GOLDEN, MASK, derived, mix, normals
from safetensors.torch import save_file

LATENT, SET_SIZE, KEY, STEP = 3, 1000, 77, 100
OBJECTIVES = [
    ("elbo", 0.7, 1.0),
    ("capacity 5 epochs 4", 2.0, 1.0),
    ("capacity 0.1 epochs 0", 2.0, 1.0),
    ("capacity 1 from 9 epochs 4", 2.0, 1.0),
    ("capacity 8 from 0.5 steps 400", 2.0, 1.0),
    ("capacity 4 steps 50", 2.0, 1.0),
    ("free-bits 0.4", 1.5, 1.0),
    ("mmd weight 6", 0.0, 1.0),
    ("mmd kernel rbf weight 7", 0.5, 1.0),
    ("tc", 4.0, 1.0),
    ("tc sampling stratified", 6.0, 1.0),
    ("tc sampling stratified mi 0.25", 3.0, 1.0),
    ("dip", 1.0, 1.0),
    ("dip of samples off-diagonal 3 diagonal 2", 1.0, 1.0),
    ("sparse 0.6", 0.2, 1.0),
    ("swd", 0.5, 1.0),
    ("swd slices 7 weight 3", 0.0, 1.0),
]


def noise(key, items):
    """items × LATENT, as NoiseSource.fill has it."""
    pairs = (LATENT + 1) // 2
    values = torch.zeros(items, 2 * pairs, dtype=torch.double)
    for item in range(items):
        for pair in range(pairs):
            first, second = normals(key, item * pairs + pair)
            values[item, 2 * pair], values[item, 2 * pair + 1] = float(first), float(second)
    return values[:, :LATENT]


def kl(mean, logvar):
    return 0.5 * (mean**2 + logvar.exp() - logvar - 1)


def discrepancy(z, p, kernel):
    n, total = len(z), 0
    for scale in (0.1, 0.2, 0.5, 1, 2, 5, 10):
        width = 2 * LATENT * scale

        def k(x, y):
            d = ((x[:, None] - y[None]) ** 2).sum(2)
            return width / (width + d) if kernel == "imq" else torch.exp(-d / width)

        off = 1 - torch.eye(n, dtype=torch.double)
        total = total + ((k(z, z) + k(p, p)) * off).sum() / (n * (n - 1)) - 2 * k(z, p).sum() / n**2
    return total


def sliced(z, p, slices, key):
    """The prior's draws have the key, the directions its first use."""
    directions = torch.tensor(
        [[normals(derived(key, 1), i // 2)[i % 2] for i in range(s * LATENT, (s + 1) * LATENT)] for s in range(slices)]
    ).double()
    directions = directions / directions.norm(dim=1, keepdim=True)
    ordered = [(x @ directions.T).sort(0).values for x in (z, p)]
    return ((ordered[0] - ordered[1]) ** 2).mean()


def decomposition(z, mean, logvar, sampling):
    n = len(z)
    normal = torch.distributions.Normal(mean[None], (0.5 * logvar[None]).exp())
    density = normal.log_prob(z[:, None])  # sample, posterior, coordinate
    if sampling == "weighted":
        weights = torch.full((n, n), 1 / (n * SET_SIZE), dtype=torch.double)
    else:
        weights = torch.full((n, n), 1 / (n - 1), dtype=torch.double)
        for i in range(n):
            weights[i, i] = 1 / SET_SIZE
            weights[i, (i + 1) % n] = (SET_SIZE - n + 1) / (SET_SIZE * (n - 1))
    logs = weights.log()
    conditional = density[range(n), range(n)].sum(1).mean()
    joint = torch.logsumexp(density.sum(2) + logs, 1).mean()
    marginals = torch.logsumexp(density + logs[..., None], 1).sum(1).mean()
    prior = (-0.5 * (z**2 + math.log(2 * math.pi))).sum(1).mean()
    return conditional, joint, marginals, prior


def evaluate(text, beta, epoch, step, mean, logvar, z, p, key):
    """The terms, and the part in the loss."""
    words = text.split()
    options = dict(zip(words[1::2], words[2::2]))
    divergence = kl(mean, logvar).sum(1).mean()
    if words[0] == "elbo":
        return {"kl": divergence}, beta * divergence
    if words[0] == "capacity":
        options = dict(zip(words[2::2], map(float, words[3::2])))
        first = options.get("from", 0)
        come, span = (step, options["steps"]) if "steps" in options else (epoch, options["epochs"])
        target = first + (float(words[1]) - first) * (min(1, come / span) if span else 1)
        return {"kl": divergence}, beta * (divergence - target).abs()
    if words[0] == "free-bits":
        return {"kl": divergence}, beta * kl(mean, logvar).mean(0).clamp(min=float(words[1])).sum()
    if words[0] == "sparse":
        sparsity = z.abs().sum(1).mean()
        return {"kl": divergence, "sparsity": sparsity}, beta * divergence + float(words[1]) * sparsity
    if words[0] == "mmd":
        mmd = discrepancy(z, p, options.get("kernel", "imq"))
        return {"kl": divergence, "mmd": mmd}, beta * divergence + float(options.get("weight", 10)) * mmd
    if words[0] == "swd":
        swd = sliced(z, p, int(options.get("slices", 50)), derived(key, 1))
        return {"kl": divergence, "swd": swd}, beta * divergence + float(options.get("weight", 10)) * swd
    if words[0] == "tc":
        conditional, joint, marginals, prior = decomposition(z, mean, logvar, options.get("sampling", "weighted"))
        mi, tc, dwkl = conditional - joint, joint - marginals, marginals - prior
        terms = {"kl": divergence, "mi": mi, "tc": tc, "dwkl": dwkl}
        return terms, float(options.get("mi", 1)) * mi + beta * tc + dwkl
    of = options.get("of", "means")
    off = float(options.get("off-diagonal", 10))
    diagonal = float(options.get("diagonal", 10 * off if of == "means" else off))
    covariance = torch.cov(mean.T, correction=0)
    if of == "samples":
        covariance = covariance + torch.diag(logvar.exp().mean(0))
    square = covariance**2
    dip = off * (square.sum() - square.trace()) + diagonal * ((covariance.diagonal() - 1) ** 2).sum()
    return {"kl": divergence, "dip": dip}, beta * divergence + dip


def main(path):
    torch.manual_seed(5)
    key = mix((KEY + GOLDEN) & MASK)
    tensors, cases = {}, []
    for items in (2, 19):
        mean = torch.randn(items, LATENT).double().requires_grad_()
        logvar = (torch.randn(items, LATENT) - 1).double().requires_grad_()
        draws, prior = noise(key, items), noise(derived(key, 1), items)
        for text, beta, epoch in OBJECTIVES:
            mean.grad = logvar.grad = None
            z = mean + (0.5 * logvar).exp() * draws
            terms, loss = evaluate(text, beta, epoch, STEP, mean, logvar, z, prior, key)
            loss.backward()
            number = len(cases)
            for name, tensor in {
                "mean": mean, "logvar": logvar, "gradient.mean": mean.grad, "gradient.logvar": logvar.grad,
            }.items():
                tensors[f"{number}.{name}"] = tensor.detach().float().clone()
            cases.append({
                "objective": text, "beta": beta, "epoch": epoch, "step": STEP, "loss": loss.item(),
                "terms": {name: value.item() for name, value in terms.items()},
            })
    metadata = {"cases": json.dumps(cases), "set_size": str(SET_SIZE), "latent": str(LATENT), "key": str(KEY)}
    save_file(tensors, path, metadata=metadata)


main(sys.argv[1])
