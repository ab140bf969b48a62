#!/usr/bin/env python3
"""How long until the validation loss is what PyTorch's test loss comes to with all epochs of a preset: `vae-fit --recipe fast`,
and PyTorch and JAX with the preset's own way.

    pip install torch safetensors jax
    time_to_loss.py [--preset NAME,…] [--framework torch,compile,jax] [--threads N] [--rounds R] [--seconds S]
                    [--photographs FILE] [--jax-python FILE] TRAIN VALIDATION

All are IDX files, unpacked. A run of vae-fit is whole, with its validation after each epoch: from the start of the process to
the end of the first epoch whose loss is low enough. The others train for some seconds in each round, on batches in memory, and
their time is that of a step times the steps of all epochs, with neither reading nor validation. PyTorch has the module that
`vae-info --pytorch` prints; JAX the dense presets, where it is the faster. The photographs of conv-face are trained on and
measured, all of them. Medians of the rounds, which take the programs in turn.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time

import numpy
from frameworks import adam, frameworks, jax_with, seconds_per_step

# Loss, epochs, batch, rate, and what the squares, the divergence and the noise are.
PRESETS = {
    "mlp-adamw": {"loss": 149.8, "epochs": 60, "batch": 64, "decay": 0.01, "sizes": [784, 512, 2]},
    "mlp-binary": {"loss": 62.5, "epochs": 15, "batch": 32, "beta": 5, "shared": True, "sizes": [784, 512, 64, 12]},
    "conv-beta": {"loss": 37.2, "epochs": 20, "batch": 64, "mse": True, "fit": ["--beta", "1"]},
    "conv-keras": {"loss": 37.7, "epochs": 50, "batch": 128, "mse": True},
    "conv-face": {"loss": 223.8, "epochs": 50, "batch": 32, "mse": True, "rate": 1e-4},
}
MEASURED = 20_000


def images(path, preset):
    """Floats, channels first."""
    with open(path, "rb") as file:
        dimensions = file.read(4)[3]
        shape = numpy.frombuffer(file.read(4 * dimensions), ">u4")
        pixels = numpy.frombuffer(file.read(), "u1").reshape(*shape)[:MEASURED]
    pixels = (pixels[..., None] if dimensions == 3 else pixels).transpose(0, 3, 1, 2)
    return (pixels > 128).astype("f4") if preset == "mlp-binary" else pixels.astype("f4") / 255


class TorchStep:
    """A step of PyTorch, eager or compiled."""

    def __init__(self, name, data, threads, compiled):
        import torch

        torch.set_num_threads(threads)
        self.torch, self.preset, self.data = torch, PRESETS[name], torch.from_numpy(data)
        self.model = self.module(name).train()
        self.loss = torch.compile(self.bound) if compiled else self.bound
        decay, rate = self.preset.get("decay", 0), self.preset.get("rate", 1e-3)
        kind = torch.optim.AdamW if decay else torch.optim.Adam
        self.adam = kind(self.model.parameters(), lr=rate, weight_decay=decay, fused=True)

    def module(self, name):
        """The module that vae-info prints of an untrained model."""
        with tempfile.TemporaryDirectory() as folder:
            checkpoint, source = os.path.join(folder, "m.ckpt"), os.path.join(folder, "m.idx")
            height, width = self.data.shape[2:]
            channels = [self.data.shape[1]] if self.data.shape[1] > 1 else []
            shape = [64, height, width, *channels]
            with open(source, "wb") as file:
                file.write(bytes([0, 0, 8, len(shape)]) + b"".join(size.to_bytes(4, "big") for size in shape))
                file.write(bytes(numpy.prod(shape)))
            subprocess.run(
                ["vae-fit", "-q", "--preset", name, "--steps", "1", "--lr", "0", "-o", checkpoint, source], check=True)
            text = subprocess.run(["vae-info", "--pytorch", checkpoint], check=True, capture_output=True, text=True).stdout
            scope = {"__name__": "model"}
            exec(text, scope)
            return scope["load"](checkpoint)

    def bound(self, x):
        torch, functional = self.torch, self.torch.nn.functional
        mean, logvar = self.model.encode(x)
        shape = (len(x), 1) if self.preset.get("shared") else mean.shape
        logits = self.model.decoder(mean + (0.5 * logvar).exp() * torch.randn(shape)).reshape(x.shape)
        if self.preset.get("mse"):
            recon = (torch.sigmoid(logits) - x).square().sum()
        else:
            recon = functional.binary_cross_entropy_with_logits(logits, x, reduction="sum")
        kl = 0.5 * (mean.square() + logvar.exp() - logvar - 1).sum()
        return (recon + self.preset.get("beta", 1) * kl) / len(x)

    def __call__(self, items):
        self.adam.zero_grad(set_to_none=True)
        self.loss(self.data[self.torch.from_numpy(items)]).backward()
        self.adam.step()


class JaxStep:
    """A step of JAX: gradient and Adam in one compiled function, whose old weights are given up for the new ones."""

    def __init__(self, name, data, threads):
        jax = jax_with(threads)
        self.jax, self.preset, self.data = jax, PRESETS[name], jax.numpy.asarray(data.reshape(len(data), -1))
        random, sizes = numpy.random.default_rng(0), self.preset["sizes"]

        def layer(inputs, outputs):
            return jax.numpy.asarray(random.normal(0, inputs**-0.5, (inputs, outputs)), "f4"), jax.numpy.zeros(outputs)

        weights = {
            "encoder": [layer(*pair) for pair in zip(sizes[:-1], sizes[1:-1])],
            "heads": [layer(*sizes[-2:]), layer(*sizes[-2:])],
            "decoder": [layer(*pair) for pair in zip(sizes[::-1], sizes[-2::-1])],
        }
        zeros = lambda: jax.tree.map(jax.numpy.zeros_like, weights)  # noqa: E731
        self.state = (weights, zeros(), zeros(), 0.0, jax.random.key(0))
        self.update = jax.jit(self.updated, donate_argnums=0)

    def bound(self, weights, x, key):
        np, jax = self.jax.numpy, self.jax
        hidden = x
        for matrix, bias in weights["encoder"]:
            hidden = jax.nn.relu(hidden @ matrix + bias)
        mean, second = [hidden @ matrix + bias for matrix, bias in weights["heads"]]
        if self.preset.get("shared"):
            mean, deviation = np.tanh(mean), np.tanh(second)
            logvar = np.log(deviation**2 + 1e-12)
        else:
            deviation, logvar = np.exp(0.5 * second), second
        shape = (len(x), 1) if self.preset.get("shared") else mean.shape
        y = mean + deviation * jax.random.normal(key, shape)
        for matrix, bias in weights["decoder"][:-1]:
            y = jax.nn.relu(y @ matrix + bias)
        y = y @ weights["decoder"][-1][0] + weights["decoder"][-1][1]
        recon = (np.maximum(y, 0) - y * x + np.log1p(np.exp(-np.abs(y)))).sum()
        return (recon + self.preset.get("beta", 1) * 0.5 * (mean**2 + deviation**2 - logvar - 1).sum()) / len(x)

    def updated(self, state, data, items):
        weights, first, second, step, key = state
        key, noise = self.jax.random.split(key)
        gradient = self.jax.grad(self.bound)(weights, data[items], noise)
        step = step + 1
        moved = adam(self.jax, weights, first, second, gradient, step, 1e-3, decay=self.preset.get("decay", 0))
        return *moved, step, key

    def __call__(self, items):
        self.state = self.update(self.state, self.data, items)
        self.jax.block_until_ready(self.state)


FRAMEWORKS = frameworks(TorchStep, JaxStep)


def measure(framework, preset, path, options):
    """Seconds of a step of another framework, by a process of its own."""
    if framework == "jax" and "sizes" not in PRESETS[preset]:
        return None
    python = options.jax_python if framework == "jax" else sys.executable
    words = ["--measure", "--framework", framework, "--preset", preset, "--threads", str(options.threads)]
    run = [python, __file__, *words, "--seconds", str(options.seconds), path, path]
    return float(subprocess.run(run, check=True, capture_output=True, text=True).stdout)


def fit(preset, train, validation, options, seed):
    """Seconds until the loss of vae-fit is low enough, None where it never is, and its last loss."""
    with tempfile.TemporaryDirectory() as folder:
        log, checkpoint = os.path.join(folder, "log.tsv"), os.path.join(folder, "m.ckpt")
        words = ["--preset", preset, *PRESETS[preset].get("fit", []), "--recipe", "fast", "--seed", str(seed)]
        started = time.perf_counter()
        subprocess.run(
            ["vae-fit", "-q", *words, "--threads", str(options.threads), "--validation", validation, "--log", log,
             "-o", checkpoint, train], check=True)
        whole = time.perf_counter() - started
        with open(log) as file:
            names = next(file).split()
            rows = [dict(zip(names, line.split("\t"))) for line in file]
    # What is behind the last row is counted as if it were before the first.
    before = whole - float(rows[-1]["seconds"])
    times = [before + float(row["seconds"]) for row in rows if float(row["val_loss"]) <= PRESETS[preset]["loss"]]
    return min(times, default=None), float(rows[-1]["val_loss"])


def median(values):
    known = [value for value in values if value is not None]
    return statistics.median(known) if known and len(known) == len(values) else None


def text(value):
    return "" if value is None else f"{value:.2f}"


def compare(preset, train, validation, options):
    """A row of the table."""
    with open(train, "rb") as file:
        count = int.from_bytes(file.read(8)[4:], "big")
    own = PRESETS[preset]
    steps = -(-count // own["batch"]) * own["epochs"]
    seconds, fits = {name: [] for name in options.framework.split(",")}, []
    for round in range(options.rounds):
        for name, values in seconds.items():
            taken = measure(name, preset, train, options)
            values.append(taken and taken * steps)
        fits.append(fit(preset, train, validation, options, options.seed + round))
    others = {name: median(values) for name, values in seconds.items()}
    ours = median([taken for taken, _ in fits])
    best = min(value for value in others.values() if value is not None)
    losses = " ".join(f"{loss:.2f}" for _, loss in fits)
    print(
        preset, own["loss"], *map(text, others.values()), text(ours), text(ours and best / ours), losses, sep="\t",
        flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--preset", default=",".join(PRESETS))
    parser.add_argument("--framework", default=",".join(FRAMEWORKS), help="torch, compile and jax, or some of them")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=4, help="that others train in a round")
    parser.add_argument("--seed", type=int, default=0, help="of the first round; the next has the next")
    parser.add_argument("--photographs", metavar="FILE", help="64×64×3 images for conv-face")
    parser.add_argument("--jax-python", default=sys.executable, help="the Python that has JAX")
    parser.add_argument("--measure", action="store_true", help="print the seconds of a step of one framework alone")
    parser.add_argument("train", metavar="TRAIN")
    parser.add_argument("validation", metavar="VALIDATION")
    options = parser.parse_args()
    if options.measure:
        data = images(options.train, options.preset)
        step = FRAMEWORKS[options.framework](options.preset, data, options.threads)
        return print(seconds_per_step(step, len(data), PRESETS[options.preset]["batch"], options.seconds))
    print("preset", "loss", *options.framework.split(","), "vaeutils", "times", "last_losses", sep="\t", flush=True)
    for preset in options.preset.split(","):
        if preset != "conv-face":
            compare(preset, options.train, options.validation, options)
        elif options.photographs:
            compare(preset, options.photographs, options.photographs, options)


if __name__ == "__main__":
    main()
