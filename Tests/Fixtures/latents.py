"""Makes the fixture of EmbeddingTests and DensitiesTests: clusters, mixtures and fuzzy graphs of other programs.

    python3 Tests/Fixtures/latents.py      # numpy, scikit-learn, umap-learn and safetensors

latents.expected, a safetensors file beside this one, holds 200 points in clumps of different shapes, and of them: the inertia
of scikit-learn's KMeans for ten seeds; its GaussianMixture for ten seeds (mean log-likelihood), and of the first seed weights,
means, covariances, log densities and BIC; and the weights of umap-learn's graph. Its metadata names the versions that made it.
"""

import os

import numpy
import sklearn
import umap
from safetensors.numpy import save_file
from sklearn.cluster import KMeans
from sklearn.mixture import GaussianMixture
from sklearn.neighbors import NearestNeighbors
from umap.umap_ import fuzzy_simplicial_set

HERE = os.path.dirname(os.path.abspath(__file__))
COUNT, WIDTH, CLUSTERS, NEIGHBOURS, SEEDS = 200, 5, 6, 15, 10


def clumps():
    random = numpy.random.default_rng(1)
    parts = []
    for clump in range(4):
        shape = random.normal(size=(WIDTH, WIDTH)) * random.uniform(0.2, 1, WIDTH)
        parts.append(random.normal(0, 3, WIDTH) + random.normal(size=(COUNT // 4, WIDTH)) @ shape)
    points = numpy.concatenate(parts).astype(numpy.float32)
    return points[random.permutation(COUNT)]


def main():
    points = clumps()
    double = points.astype(numpy.float64)
    inertia = [KMeans(CLUSTERS, n_init=4, random_state=seed).fit(double).inertia_ for seed in range(SEEDS)]
    fits = [GaussianMixture(4, tol=1e-6, max_iter=500, random_state=seed).fit(double) for seed in range(SEEDS)]
    distances, indices = NearestNeighbors(n_neighbors=NEIGHBOURS, algorithm="brute").fit(double).kneighbors(double)
    graph = fuzzy_simplicial_set(
        points, NEIGHBOURS, numpy.random.RandomState(0), "euclidean",
        knn_indices=indices, knn_dists=distances.astype(numpy.float32))[0].toarray()
    expected = {
        "points": points, "inertia": numpy.float64(inertia),
        "scores": numpy.float64([fit.score(double) for fit in fits]),
        "weights": fits[0].weights_, "means": fits[0].means_, "covariances": fits[0].covariances_,
        "log_densities": fits[0].score_samples(double), "bic": numpy.float64([fits[0].bic(double)]),
        "graph": graph.astype(numpy.float32),
    }
    expected = {name: numpy.ascontiguousarray(value) for name, value in expected.items()}
    versions = {"numpy": numpy.__version__, "scikit-learn": sklearn.__version__, "umap-learn": umap.__version__}
    save_file(expected, os.path.join(HERE, "latents.expected"), metadata=versions)
    print(expected["inertia"], expected["scores"])


if __name__ == "__main__":
    main()
