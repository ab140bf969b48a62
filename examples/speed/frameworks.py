"""What the comparisons with PyTorch and JAX share: the frameworks by name, JAX's Adam, and the time of a step."""

import os
import time

import numpy

COLUMNS = ["framework", "model", "batch", "threads", "parameters", "samples_per_s", "ms_per_step"]


def frameworks(torch_step, jax_step):
    """What makes a step of each framework: PyTorch, eager and compiled, and JAX."""
    return {
        "torch": lambda *of: torch_step(*of, compiled=False),
        "compile": lambda *of: torch_step(*of, compiled=True),
        "jax": jax_step,
    }


def jax_with(threads):
    """JAX, which takes all processors unless it is told before it is loaded."""
    if threads == 1:
        os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"
    import jax

    return jax


def adam(jax, weights, first, second, gradient, step, rate, betas=(0.9, 0.999), epsilon=1e-8, decay=0.0):
    """Weights and both moments after a step of AdamW (Loshchilov and Hutter 2019), which without decay is Adam.

    Trees of arrays alike; steps count from 1. To be compiled with the step that made the gradient.
    """
    np, map, (beta1, beta2) = jax.numpy, jax.tree.map, betas
    first = map(lambda m, g: beta1 * m + (1 - beta1) * g, first, gradient)
    second = map(lambda v, g: beta2 * v + (1 - beta2) * g * g, second, gradient)
    slow, scale, shrink = rate / (1 - beta1**step), 1 / (1 - beta2**step), 1 - rate * decay
    weights = map(lambda w, m, v: shrink * w - slow * m / (np.sqrt(scale * v) + epsilon), weights, first, second)
    return weights, first, second


def seconds_per_step(step, count, batch, seconds):
    """The median over about fifteen pieces of a run on shuffled batches, after fifteen steps of warming up."""
    order, place = numpy.random.default_rng(0).permutation(count), 0

    def run(steps):
        nonlocal place
        start = time.perf_counter()
        for _ in range(steps):
            place = place if place + batch <= count else 0
            step(order[place:place + batch])
            place += batch
        return time.perf_counter() - start

    run(15)
    piece = max(1, int(seconds / 15 / run(1)))
    end, times = time.perf_counter() + seconds, []
    while time.perf_counter() < end or len(times) < 3:
        times.append(run(piece) / piece)
    return float(numpy.median(times))


def measure_all(options, known, data, make):
    """Prints a row for each model and framework that the options name; `make` makes a step of a framework of a model."""
    if not options.no_header:
        print(*COLUMNS, sep="\t", flush=True)
    for model in options.model.split(","):
        for framework in options.framework.split(","):
            step = make(known[framework], model)
            taken = seconds_per_step(step, len(data), options.batch, options.seconds)
            print(
                framework, model, options.batch, options.threads, step.parameters, round(options.batch / taken),
                round(1e3 * taken, 3), sep="\t", flush=True)
