"""Writes a table of what is usual, to train on, and one with anomalies, whose label is 1, to find them in.

    python3 tables.py NAME SEED TRAIN.tsv TEST.tsv      # scikit-learn, whose package holds the data

NAME is breast-cancer (569 tumours, 30 measurements of their cells' nuclei; the malignant are the anomalies) or digits (1,797
digits of 8 by 8 numbers from 0 to 16; the anomalies are the digit that SEED is). Half of what is usual is trained on, as SEED
shuffles it; the rest and all anomalies are the test.
"""

import sys

import numpy
from sklearn.datasets import load_breast_cancer, load_digits


def data(name, seed):
    if name == "breast-cancer":
        bunch = load_breast_cancer()
        return bunch.data, (bunch.target == 0).astype(int)
    bunch = load_digits()
    return bunch.data, (bunch.target == seed % 10).astype(int)


def write(path, rows, labels=None):
    with open(path, "w") as file:
        names = [f"x{number + 1}" for number in range(rows.shape[1])]
        file.write("\t".join(names + ([] if labels is None else ["label"])) + "\n")
        for place, row in enumerate(rows):
            values = [repr(float(value)) for value in row]
            file.write("\t".join(values + ([] if labels is None else [str(labels[place])])) + "\n")


def main():
    name, seed, train, test = sys.argv[1:]
    rows, labels = data(name, int(seed))
    order = numpy.random.default_rng(int(seed)).permutation(numpy.flatnonzero(labels == 0))
    half = len(order) // 2
    rest = numpy.sort(numpy.concatenate([order[half:], numpy.flatnonzero(labels)]))
    write(train, rows[order[:half]])
    write(test, rows[rest], labels[rest])


if __name__ == "__main__":
    main()
