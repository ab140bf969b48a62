"""Makes the fixtures of MatlabFileTests: small MATLAB files of the matrices that OMNIGLOT's has, as SciPy writes them.

    python3 Tests/Fixtures/matlab.py      # made with numpy 2.4.6, scipy 1.17.1

Every file, in the folder matlab beside this one, holds 5 images of 3×3 to train on and 2 to test with, of 4 classes:
plain.mat and packed.mat as doubles, single.mat and logical.mat with images in single precision and with targets of true and
false. The others are what a reader must refuse: sparse images, whole numbers of 16 bits, complex ones, values that are no
ink, an image of no class and one of two, and MATLAB's older format.
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
