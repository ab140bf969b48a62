"""Makes the fixture of LearningRateTests: the learning rates that PyTorch's schedulers give to the steps of a run.

    python3 pytorch_rates.py      # torch and safetensors; writes rates.expected beside this file

rates.expected, a safetensors file, holds the rate of each step of runs with the rate 1:

    one_cycle        OneCycleLR over 20 steps
    early_cycle      the same, rising in 0.15 of them
    short_cycle      OneCycleLR over 2 steps
    warmup_cosine    LinearLR over 5 steps, then CosineAnnealingLR over the 12 that are left
    warmup_step      LinearLR over 3 steps, and StepLR by 0.5 every 4 steps, from the first

The file was made by the torch version that its metadata names.
"""

import os
import warnings

import torch
from safetensors.torch import save_file
from torch.optim import lr_scheduler

HERE = os.path.dirname(os.path.abspath(__file__))


def warmup(optimizer, steps):
    return lr_scheduler.LinearLR(optimizer, start_factor=1 / steps, total_iters=steps - 1)


def warmed_cosine(optimizer):
    cosine = lr_scheduler.CosineAnnealingLR(optimizer, T_max=12)
    return lr_scheduler.SequentialLR(optimizer, [warmup(optimizer, 5), cosine], milestones=[5])


def warmed_step(optimizer):
    step = lr_scheduler.StepLR(optimizer, step_size=4, gamma=0.5)
    return lr_scheduler.ChainedScheduler([warmup(optimizer, 3), step], optimizer)


def rates(make, steps):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
    scheduler = make(optimizer)
    rates = []
    for step in range(steps):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if step + 1 < steps:
            scheduler.step()
    return torch.tensor(rates, dtype=torch.float32)


def main():
    warnings.simplefilter("ignore")
    tensors = {
        "one_cycle": rates(lambda o: lr_scheduler.OneCycleLR(o, max_lr=1.0, total_steps=20, cycle_momentum=False), 20),
        "early_cycle": rates(
            lambda o: lr_scheduler.OneCycleLR(o, max_lr=1.0, total_steps=20, pct_start=0.15, cycle_momentum=False), 20),
        "short_cycle": rates(lambda o: lr_scheduler.OneCycleLR(o, max_lr=1.0, total_steps=2, cycle_momentum=False), 2),
        "warmup_cosine": rates(warmed_cosine, 17),
        "warmup_step": rates(warmed_step, 12),
    }
    save_file(tensors, os.path.join(HERE, "rates.expected"), metadata={"torch": torch.__version__})


if __name__ == "__main__":
    main()
