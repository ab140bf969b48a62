"""Makes the fixture of LikelihoodParityTests: the negative log-likelihoods that PyTorch estimates for the models of
pytorch_parity.py and pytorch_priors.py, from the weights in their checkpoints alone.

    python3 pytorch_likelihood.py      # torch, numpy and safetensors; writes likelihood.expected beside this file

likelihood.expected, a safetensors file, holds for each model the estimates for its images in nats, by as many importance
weights for each as its metadata says (Burda et al. 2015, equation 8), in double precision and with PyTorch's own noise;
and what of a model's description is another than in its checkpoint. Deviations through tanh have their biases at 2, for
random ones are so near 0 that no number of draws would do.
The file was made by the torch version that its metadata names.
"""

import json
import math
import os

import torch
from safetensors import safe_open
from torch.distributions import Bernoulli, Normal

import pytorch_chain
from pytorch_parity import HERE, Model, write
from pytorch_priors import Learnt

DRAWS = 50_000
BLOCK = 2_000
CASES = {
    "mlp-adamw": {},
    "odd-layers": {},
    "conv-beta": {},
    "conv-keras": {"recon": "gaussian", "sigma": 0.25},
    "mlp-binary": {"noise": "independent"},
    **{name: {} for name in ("prior-vamp", "prior-mixture", "prior-flow", "prior-ladder", "planar", "planar-mixture")},
}


def read(name, changes):
    """The model of a checkpoint, and the images of its fixture."""
    with safe_open(os.path.join(HERE, name + ".ckpt"), "pt") as file:
        description = {**json.loads(file.metadata()["model"]), **changes}
        model = (Learnt if {"prior", "posterior"} & set(description) else Model)(description)
        model.load_state_dict({key: file.get_tensor(key) for key in file.keys()}, strict=False)
    if model.description["heads"] == "tanh":
        torch.nn.init.constant_(model.deviation.bias, 2)
    with safe_open(os.path.join(HERE, name + ".expected"), "pt") as file:
        labels = file.get_tensor("labels").long() if "labels" in file.keys() else None
        return model.double().eval(), file.get_tensor("images").flatten(1), labels


def log_density(model, logits, pixels):
    """log p(x | z) of each row; squares are those of a normal distribution of variance one half."""
    recon = model.description["recon"]
    if recon == "bce":
        return Bernoulli(logits=logits, validate_args=False).log_prob(pixels).sum(1)
    deviation = math.sqrt(0.5) if recon == "mse" else model.description["sigma"]
    return Normal(torch.sigmoid(logits), deviation).log_prob(pixels).sum(1)


def drawn(model, pixels, labels):
    """For each item a function that draws BLOCK latents: z, and log p(z) − log q(z | x)."""
    mean, deviation, _ = model.encode(pixels, labels)
    prior = Normal(torch.zeros_like(mean[:1]), 1)

    def draw(item):
        posterior = Normal(mean[item], deviation[item].abs())
        z = posterior.sample((BLOCK,))
        return z, (prior.log_prob(z) - posterior.log_prob(z)).sum(1)

    return draw


def drawn_as_learnt(model, pixels, labels):
    """The same for priors that are learnt, posteriors with a flow and several levels, z being that of the lowest."""
    heads = model.heads(pixels, labels)

    def draw(item):
        own = [tuple(head[item].expand(BLOCK, -1) for head in level) for level in heads]
        noises = [torch.randn(BLOCK, latent, dtype=torch.double) for latent in model.latents]
        z, used, joined = model.draw(own, noises)
        densities = [pytorch_chain.log_density(*pair) for pair in zip(z, used)]
        posterior = model.base - model.logs if model.planes else sum(densities)
        return z[0], sum(model.log_p(z, joined=joined)) - posterior

    return draw


def likelihood(model, images, labels):
    pixels = model.batch(images)
    draw = (drawn_as_learnt if isinstance(model, Learnt) else drawn)(model, pixels, labels)
    results = []
    for item, row in enumerate(pixels.flatten(1)):
        weights = []
        for _ in range(DRAWS // BLOCK):
            z, ratio = draw(item)
            told = None if labels is None else labels[item].expand(BLOCK)
            logits = model.decoder(model.condition(z, told)).flatten(1)
            weights.append(log_density(model, logits, row.expand(BLOCK, -1)) + ratio)
        results.append(math.log(DRAWS) - torch.logsumexp(torch.cat(weights), 0))
    return torch.stack(results)


def main():
    torch.manual_seed(1)
    expected = {}
    with torch.no_grad():
        for name, changes in CASES.items():
            if name.startswith(("prior", "planar")):
                torch.manual_seed(sum(map(ord, name)))
            expected[name] = likelihood(*read(name, changes))
    write(
        os.path.join(HERE, "likelihood.expected"),
        {"torch": torch.__version__, "draws": str(DRAWS), "changes": json.dumps(CASES)},
        expected,
    )


if __name__ == "__main__":
    main()
