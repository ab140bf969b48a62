"""Finds the same anomalies by scikit-learn's IsolationForest and by pyod's VAE, with the options that they have by default.

    python3 peers.py SEED TRAIN.tsv TEST.tsv FOREST.tsv PYOD.tsv SECONDS.tsv      # scikit-learn and pyod, with torch

Each writes a table of label and score, of which high ones are anomalies; SECONDS.tsv says how long each took to fit and to score
in a process that has imported all it needs.
"""

import sys
import time

import numpy
import torch
from pyod.models.vae import VAE
from sklearn.ensemble import IsolationForest


def table(path):
    return numpy.genfromtxt(path, delimiter="\t", skip_header=1)


def timed(make, score, train, test):
    start = time.perf_counter()
    scores = score(make().fit(train), test)
    return scores, time.perf_counter() - start


class Fitted:
    """pyod's fit returns nothing or the detector, by its version."""

    def __init__(self, detector):
        self.detector = detector

    def fit(self, rows):
        self.detector.fit(rows)
        return self.detector


def main():
    seed, train, test, forest, pyod, seconds = sys.argv[1:]
    train, test, seed = table(train), table(test), int(seed)
    rows, labels = test[:, :-1], test[:, -1].astype(int)
    torch.manual_seed(seed)
    runs = {
        forest: (lambda: IsolationForest(random_state=seed), lambda model, x: -model.score_samples(x)),
        pyod: (lambda: Fitted(VAE(random_state=seed, verbose=0)), lambda model, x: model.decision_function(x)),
    }
    with open(seconds, "w") as times:
        times.write("system\tseconds\n")
        for path, (make, score) in runs.items():
            scores, taken = timed(make, score, train, rows)
            with open(path, "w") as file:
                file.write("label\tscore\n")
                file.writelines(f"{label}\t{float(value)!r}\n" for label, value in zip(labels, scores))
            times.write(f"{'forest' if path == forest else 'pyod'}\t{taken!r}\n")


if __name__ == "__main__":
    main()
