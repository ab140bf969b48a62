"""Makes the fixture of RankedScoresTests: what scikit-learn says of scores with and without ties.

    python3 Tests/Fixtures/roc.py      # scikit-learn and safetensors; writes roc.expected beside this file

roc.expected, a safetensors file, holds for each case its scores, which items are looked for (1), the two areas, and the points
of both curves. Its metadata names the versions that made it.
"""

import os

import numpy
import sklearn
from safetensors.numpy import save_file
from sklearn.metrics import average_precision_score, precision_recall_curve, roc_auc_score, roc_curve

HERE = os.path.dirname(os.path.abspath(__file__))


def cases():
    random = numpy.random.default_rng(3)
    yield "apart", numpy.arange(6.0), numpy.array([0, 0, 0, 1, 1, 1])
    yield "upside", -numpy.arange(6.0), numpy.array([0, 0, 0, 1, 1, 1])
    yield "equal", numpy.ones(7), numpy.array([0, 1, 0, 1, 1, 0, 0])
    yield "one", numpy.array([0.5, 0.5, 0.25]), numpy.array([0, 1, 0])
    labels = (random.random(400) < 0.1).astype(int)
    yield "rare", random.normal(size=400) + 1.5 * labels, labels
    yield "ties", numpy.round(2 * (random.normal(size=400) + labels)) / 2, labels


def main():
    expected = {}
    for name, scores, labels in cases():
        fpr, tpr, _ = roc_curve(labels, scores, drop_intermediate=False)
        precision, recall, _ = precision_recall_curve(labels, scores)
        expected |= {
            f"{name}.scores": scores, f"{name}.labels": labels.astype(numpy.uint8),
            f"{name}.areas": numpy.float64([roc_auc_score(labels, scores), average_precision_score(labels, scores)]),
            # Without the point above all scores, of which there is no precision.
            f"{name}.roc": numpy.stack([fpr[1:], tpr[1:]]),
            f"{name}.pr": numpy.stack([recall[-2::-1], precision[-2::-1]]),
        }
    save_file(expected, os.path.join(HERE, "roc.expected"), metadata={"scikit-learn": sklearn.__version__})
    print({name: value for name, value in expected.items() if name.endswith("areas")})


if __name__ == "__main__":
    main()
