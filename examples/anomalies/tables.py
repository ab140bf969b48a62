"""Writes a table of what is usual, to train on, and one with anomalies, whose label is 1, to find them in.

    python3 tables.py NAME SEED TRAIN.tsv TEST.tsv      # scikit-learn and river, whose packages hold the data

NAME is breast-cancer (569 tumours, 30 measurements of their cells' nuclei; the malignant are the anomalies), shuttle (nine
sensors of a space shuttle, Statlog's data; a tenth, as SEED draws it, of 49,097 readings, and the anomalies are five rare states
of its radiators) or digits (1,797 digits of 8 by 8 numbers from 0 to 16; the anomalies are the digit that SEED is). Half of what
is usual is trained on, as SEED shuffles it; the rest and all anomalies are the test.
"""

import sys

import numpy
from sklearn.datasets import load_breast_cancer, load_digits


def data(name, seed):
    if name == "breast-cancer":
        bunch = load_breast_cancer()
        return bunch.data, (bunch.target == 0).astype(int)
    if name == "shuttle":
        from river.datasets import Shuttle

        rows, labels = zip(*((list(values.values()), label) for values, label in Shuttle()))
        tenth = numpy.random.default_rng(seed).permutation(len(rows))[: len(rows) // 10]
        return numpy.array(rows)[tenth], numpy.array(labels)[tenth]
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
