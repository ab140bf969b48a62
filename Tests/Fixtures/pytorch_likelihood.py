"""Makes the fixture of LikelihoodParityTests: the negative log-likelihoods that PyTorch estimates for the models of
pytorch_parity.py, from the weights in their checkpoints alone.

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

from pytorch_parity import HERE, Model, write

DRAWS = 50_000
BLOCK = 2_000
CASES = {
    "mlp-adamw": {},
    "odd-layers": {},
    "conv-beta": {},
    "conv-keras": {"recon": "gaussian", "sigma": 0.25},
    "mlp-binary": {"noise": "independent"},
}


def read(name, changes):
    """The model of a checkpoint, and the images of its fixture."""
    with safe_open(os.path.join(HERE, name + ".ckpt"), "pt") as file:
        model = Model({**json.loads(file.metadata()["model"]), **changes})
        model.load_state_dict({key: file.get_tensor(key) for key in file.keys()}, strict=False)
    if model.description["heads"] == "tanh":
        torch.nn.init.constant_(model.deviation.bias, 2)
    with safe_open(os.path.join(HERE, name + ".expected"), "pt") as file:
        return model.double().eval(), file.get_tensor("images").flatten(1)


def log_density(model, logits, pixels):
    """log p(x | z) of each row; squares are those of a normal distribution of variance one half."""
    recon = model.description["recon"]
    if recon == "bce":
        return Bernoulli(logits=logits, validate_args=False).log_prob(pixels).sum(1)
    deviation = math.sqrt(0.5) if recon == "mse" else model.description["sigma"]
    return Normal(torch.sigmoid(logits), deviation).log_prob(pixels).sum(1)


def likelihood(model, images):
    pixels = model.batch(images)
    mean, deviation, _ = model.encode(pixels, None)
    prior = Normal(torch.zeros_like(mean[:1]), 1)
    results = []
    for item, row in enumerate(pixels.flatten(1)):
        posterior = Normal(mean[item], deviation[item].abs())
        weights = []
        for _ in range(DRAWS // BLOCK):
            z = posterior.sample((BLOCK,))
            seen = log_density(model, model.decoder(z).flatten(1), row.expand(BLOCK, -1))
            weights.append(seen + (prior.log_prob(z) - posterior.log_prob(z)).sum(1))
        results.append(math.log(DRAWS) - torch.logsumexp(torch.cat(weights), 0))
    return torch.stack(results)


def main():
    torch.manual_seed(1)
    expected = {}
    with torch.no_grad():
        for name, changes in CASES.items():
            expected[name] = likelihood(*read(name, changes))
    write(
        os.path.join(HERE, "likelihood.expected"),
        {"torch": torch.__version__, "draws": str(DRAWS), "changes": json.dumps(CASES)},
        expected,
    )


if __name__ == "__main__":
    main()
