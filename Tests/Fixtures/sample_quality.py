"""Makes the fixture of SampleQualityTests: Fréchet distances and inception scores as NumPy and SciPy compute them.

    PATH=.build/release:$PATH python3 Tests/Fixtures/sample_quality.py      # numpy, scipy and safetensors

sample-quality.expected, a safetensors file beside this one, holds features and probabilities that clf-eval printed for
drawn digits (real) and for darker ones (generated), and what they come to. Its metadata names the versions that made it.
"""

import os
import subprocess
import tempfile

import numpy
import scipy.linalg
from safetensors.numpy import save_file

HERE = os.path.dirname(os.path.abspath(__file__))
PARTS = 10
# As many as leave the covariance of 16 features singular.
FEW = 9


def table(command):
    text = subprocess.run(command, shell=True, check=True, capture_output=True, text=True).stdout
    return numpy.array([line.split("\t") for line in text.splitlines()], dtype=numpy.float32)


def frechet(first, second):
    first, second = first.astype(numpy.float64), second.astype(numpy.float64)
    step = first.mean(0) - second.mean(0)
    one, two = numpy.cov(first, rowvar=False), numpy.cov(second, rowvar=False)
    roots = numpy.sqrt(numpy.clip(scipy.linalg.eigvals(one @ two).real, 0, None)).sum()
    if min(len(first), len(second)) > first.shape[1]:
        assert abs(numpy.trace(scipy.linalg.sqrtm(one @ two)).real / roots - 1) < 1e-6
    return step @ step + numpy.trace(one) + numpy.trace(two) - 2 * roots


def inception(probabilities):
    scores = []
    for part in range(PARTS):
        p = probabilities[part::PARTS].astype(numpy.float64)
        scores.append(numpy.exp(scipy.special.rel_entr(p, p.mean(0)).sum(1).mean()))
    return numpy.mean(scores), numpy.std(scores)


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        subprocess.run("idx-synth digits -n 1000 --labels y > x", shell=True, check=True)
        subprocess.run("clf-fit -q --labels y --network 'dense 32, relu, dense 16, elu' --lr 0.02 -o c x", shell=True, check=True)
        subprocess.run("idx-synth digits -n 203 --seed 1 | idx-binarize --threshold 150 > g", shell=True, check=True)
        real = table("idx-cat --take 300 x | clf-eval c --features --no-header | cut -f 2-")
        generated = table("clf-eval c --features --no-header g | cut -f 2-")
        probabilities = table("clf-eval c --per-item --no-header g | cut -f 3-")
    expected = {
        "real": real, "generated": generated, "probabilities": probabilities,
        "fid": numpy.float64([frechet(real, generated)]),
        "fid_few": numpy.float64([frechet(real, generated[:FEW])]),
        "inception": numpy.float64(inception(probabilities)),
    }
    versions = {"numpy": numpy.__version__, "scipy": scipy.__version__}
    save_file(expected, os.path.join(HERE, "sample-quality.expected"), metadata=versions)
    print({name: value for name, value in expected.items() if value.size < 3})


if __name__ == "__main__":
    main()
