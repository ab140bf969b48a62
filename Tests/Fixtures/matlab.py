"""Makes the fixtures of MatlabMatrixTests, of npy2idx's cases and of fuzzing: small MATLAB files, as SciPy writes them.

    python3 Tests/Fixtures/matlab.py      # made with numpy 2.4.6, scipy 1.17.1

Of the matrices that OMNIGLOT's file has, every file, in the folder matlab beside this one, holds 5 images of 3×3 to train on and 2 to test with, of 4 classes:
plain.mat and packed.mat as doubles, single.mat and logical.mat with images in single precision and with targets of true and
false, whole.mat with images of whole numbers. The others are what a reader must refuse: sparse images, complex ones, values
that are no ink, an image of no class and one of two, and MATLAB's older format.

arrays.mat and arrays-packed.mat hold an array of every class, lone.mat one alone, and the files in fuzz/matlab an array `a`
behind something else.
"""

import os

import numpy
import scipy.io
import scipy.sparse

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "matlab")


def ink(count):
    return numpy.array([[(3 * row + 2 * column) % 6 / 5 for column in range(count)] for row in range(9)])


def classes(count):
    return numpy.array([[float((3 * column + 1) % 4 == row) for column in range(count)] for row in range(4)])


MATRICES = {
    "data": ink(5), "target": classes(5), "targetchar": numpy.arange(1.0, 6.0)[None, :],
    "testdata": ink(2), "testtarget": classes(2), "testtargetchar": numpy.arange(1.0, 3.0)[None, :],
}


def write(name, changed={}, **options):
    scipy.io.savemat(os.path.join(HERE, name + ".mat"), {**MATRICES, **changed}, **options)


def altered(matrix, row, column, value):
    result = matrix.copy()
    result[row, column] = value
    return result


write("plain")
write("packed", do_compression=True)
write("single", {"data": ink(5).astype("f4"), "testdata": ink(2).astype("f4")}, do_compression=True)
write("logical", {"target": classes(5) == 1, "testtarget": classes(2) == 1})
write("sparse", {"data": scipy.sparse.csc_matrix(ink(5))})
write("whole", {"data": ink(5).astype("i2")})
write("complex", {"data": ink(5) + 0j})
write("inkless", {"data": altered(ink(5), 4, 2, 1.5)})
write("unknown", {"data": altered(ink(5), 8, 4, numpy.nan)}, do_compression=True)
write("classless", {"target": altered(classes(5), 1, 4, 0)})
write("two-classes", {"target": altered(classes(5), 1, 1, 1)})
write("older", format="4")

IMAGES = numpy.arange(24, dtype="u1").reshape(2, 3, 4)
ARRAYS = {
    "images": IMAGES, "labels": numpy.array([3, 1, 2, 0], "u1"), "ink": IMAGES % 2 == 0,
    **{name: (IMAGES[0].astype("i2") * 5 - 3 * (kind in "if")).astype(kind + size) for name, kind, size in [
        ("int8", "i", "1"), ("int16", "i", "2"), ("uint16", "u", "2"), ("int32", "i", "4"), ("uint32", "u", "4"),
        ("int64", "i", "8"), ("uint64", "u", "8"), ("single", "f", "4"), ("double", "f", "8")]},
    "large": numpy.array([[1, 2**40]]), "none": numpy.zeros((0, 3)), "thin": numpy.zeros((3, 0)),
    "waves": numpy.array([[1 + 2j]]), "few": scipy.sparse.csc_matrix(ink(2)), "title": "digits",
    "list": numpy.array([1, "two"], dtype=object), "person": {"age": 7},
}
for name in "arrays", "arrays-packed":
    scipy.io.savemat(os.path.join(HERE, name + ".mat"), ARRAYS, oned_as="column", do_compression="-" in name)
scipy.io.savemat(os.path.join(HERE, "lone.mat"), {"images": IMAGES})
for name in "plain", "packed":
    path = os.path.join(HERE, "..", "fuzz", "matlab", name)
    scipy.io.savemat(
        path, {"b": {"c": "text"}, "a": IMAGES.astype("f8" if name == "plain" else "i2")}, appendmat=False,
        do_compression=name == "packed")
