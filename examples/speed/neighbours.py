#!/usr/bin/env python3
"""Times nearest neighbours, UMAP, k-means and mixtures of other programs on a table of latents, and judges maps.

    pip install numpy scikit-learn faiss-cpu umap-learn
    neighbours.py table TABLE [--threads N] [--rounds R] [--only faiss,…]     a row for each peer and round
    neighbours.py trust TABLE MAP [--sample N]                                trustworthiness of a map's rows

Peers hold the points in memory and have run once on 5,000 of them, so that what is compiled is compiled (umap-learn looks for
neighbours in another way above 4,096), and umap-learn has no seed, without which it uses several threads; vaeutils reads and writes its
tables within its time. Trustworthiness is scikit-learn's, at 15 neighbours, of a sample of the rows among themselves, taken
evenly.
"""

import argparse
import time

import numpy

NEIGHBOURS, CLUSTERS = 15, 10
COLUMNS = ["program", "task", "threads", "seconds", "quality"]


def table(path, prefixes=("z", "mu", "pc", "umap", "tsne")):
    with open(path) as file:
        names = file.readline().rstrip("\n").split("\t")
    for prefix in prefixes:
        places = [place for place, name in enumerate(names) if name.removeprefix(prefix).isdigit()]
        if places:
            return numpy.loadtxt(path, delimiter="\t", skiprows=1, usecols=places, dtype=numpy.float32, ndmin=2)
    raise SystemExit(f"neighbours.py: {path}: no columns of coordinates")


def trust(points, places, sample):
    from sklearn.manifold import trustworthiness

    step = max(1, len(points) // sample)
    return trustworthiness(points[::step], places[::step], n_neighbors=NEIGHBOURS)


def faiss(points, threads):
    import faiss

    faiss.omp_set_num_threads(threads)
    index = faiss.IndexFlatL2(points.shape[1])
    index.add(points)
    # A point finds itself too.
    index.search(points, NEIGHBOURS + 1)


def brute(points, threads):
    from sklearn.neighbors import NearestNeighbors

    NearestNeighbors(n_neighbors=NEIGHBOURS, algorithm="brute", n_jobs=threads).fit(points).kneighbors()


def umap(points, threads):
    import umap

    return umap.UMAP(n_neighbors=NEIGHBOURS, n_jobs=threads).fit_transform(points)


def kmeans(points, threads):
    from sklearn.cluster import KMeans

    return KMeans(CLUSTERS, n_init=4, random_state=0).fit(points).inertia_


def gmm(points, threads):
    from sklearn.mixture import GaussianMixture

    return GaussianMixture(CLUSTERS, random_state=0).fit(points).score(points)


PEERS = {
    "faiss": ("FAISS flat", "knn", faiss), "brute": ("scikit-learn brute", "knn", brute),
    "umap": ("umap-learn", "umap", umap), "kmeans": ("scikit-learn", "kmeans", kmeans),
    "gmm": ("scikit-learn", "gmm", gmm),
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["table", "trust"])
    parser.add_argument("table")
    parser.add_argument("map", nargs="?")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--sample", type=int, default=5000)
    parser.add_argument("--only", default=",".join(PEERS))
    options = parser.parse_args()
    points = table(options.table)
    if options.what == "trust":
        print(trust(points, table(options.map, ("umap", "tsne")), options.sample))
        return
    print(*COLUMNS, sep="\t")
    chosen = [PEERS[name] for name in options.only.split(",")]
    for _, _, peer in chosen:
        peer(points[:5000], options.threads)
    for _ in range(options.rounds):
        for name, task, peer in chosen:
            start = time.perf_counter()
            found = peer(points, options.threads)
            seconds = time.perf_counter() - start
            quality = "" if found is None else trust(points, found, options.sample) if task == "umap" else found
            print(name, task, options.threads, f"{seconds:.2f}", quality, sep="\t", flush=True)


if __name__ == "__main__":
    main()
