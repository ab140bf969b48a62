"""Makes the fixture of DisentanglementTests: measures of disentanglement as scikit-learn and NumPy compute them.

    python3 Tests/Fixtures/disentanglement.py      # numpy, scipy, scikit-learn and safetensors

The formulas are those of disentanglement_lib (Locatello et al. 2019), and for the densities those of the authors of the gap
(Chen et al. 2018), written anew. disentanglement.expected, a safetensors file beside this one, holds two tables and what they
come to. Its metadata names the versions that made it. What is drawn at random is made with SEEDS seeds: the file has the mean
and the deviation between them.
"""

import os
import warnings

import numpy
import scipy
import scipy.special
import scipy.stats
import sklearn
from safetensors.numpy import save_file
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import mutual_info_score
from sklearn.svm import LinearSVC

HERE = os.path.dirname(os.path.abspath(__file__))
BINS = 20
TRAIN = 400
SEEDS = 20
VOTES, TRIED, BATCH = 1000, 500, 16


def tables():
    """Every combination of 4, 5, 3 and 2 classes, six times over, and six latents: two of one factor each, one of two, a
    copy of the first, one of noise and one that is constant."""
    random = numpy.random.default_rng(5)
    grid = numpy.stack(numpy.meshgrid(range(4), range(5), range(3), range(2), indexing="ij"), -1).reshape(-1, 4)
    factors = numpy.tile(grid, (6, 1))
    factors = factors[random.permutation(len(factors))]
    a, b, c, _ = factors.T
    noise = random.normal(size=(len(factors), 6))
    mean = numpy.stack([
        a - 1.5 + 0.3 * noise[:, 0], 0.8 * b + 0.5 * noise[:, 1], numpy.sin(2.0 * b) + c + 0.4 * noise[:, 2],
        a - 1.5 + 0.35 * noise[:, 3], 0.7 * noise[:, 4], numpy.full(len(factors), 0.25)], 1).astype(numpy.float32)
    log_variance = (numpy.array([-3, -2.5, -2, -3, -0.5, -0.1]) + 0.2 * random.normal(size=mean.shape)).astype(numpy.float32)
    return mean, log_variance, factors


def binned(latent):
    return numpy.digitize(latent, numpy.histogram(latent, BINS)[1][:-1])


def information(latents, factors):
    return numpy.array([[mutual_info_score(binned(z), y) for z in latents.T] for y in factors.T])


def gap(matrix, entropies):
    ordered = numpy.sort(matrix, 1)[:, ::-1]
    return numpy.mean((ordered[:, 0] - ordered[:, 1]) / entropies)


def modularity(matrix):
    squares = matrix.T**2
    largest = squares.max(1)
    with numpy.errstate(invalid="ignore"):
        scores = 1 - (squares.sum(1) - largest) / (largest * (squares.shape[1] - 1))
    return numpy.where(largest == 0, 0, scores).mean()


def predictability(latents, factors, **options):
    scores = numpy.zeros((factors.shape[1], latents.shape[1]))
    for i, y in enumerate(factors.T):
        for j, z in enumerate(latents.T):
            model = LinearSVC(C=0.01, class_weight="balanced", random_state=0, **options).fit(z[:TRAIN, None], y[:TRAIN])
            scores[i, j] = numpy.mean(model.predict(z[TRAIN:, None]) == y[TRAIN:])
    return scores


def correlations(latents, factors):
    scores = numpy.zeros((factors.shape[1], latents.shape[1]))
    for i, y in enumerate(factors.T):
        for j, z in enumerate(latents.T):
            covariance = numpy.cov(z[:TRAIN], y[:TRAIN], ddof=1)
            if covariance[0, 0] > 1e-12:
                scores[i, j] = covariance[0, 1] ** 2 / (covariance[0, 0] * covariance[1, 1])
    return scores


def concentration(rows):
    scores = 1 - scipy.stats.entropy(rows.T + 1e-11, base=rows.shape[1])
    return numpy.sum(scores * rows.sum(1) / rows.sum())


def trees(latents, factors, seed):
    importances, train, test = [], [], []
    for y in factors.T:
        model = GradientBoostingClassifier(random_state=seed).fit(latents[:TRAIN], y[:TRAIN])
        importances.append(model.feature_importances_)
        train.append(numpy.mean(model.predict(latents[:TRAIN]) == y[:TRAIN]))
        test.append(numpy.mean(model.predict(latents[TRAIN:]) == y[TRAIN:]))
    matrix = numpy.array(importances)
    return matrix, [concentration(matrix.T), concentration(matrix), numpy.mean(test), numpy.mean(train)]


def like(factors, rows, factor, random):
    """For each row another one, of the same class of the factor."""
    members = [numpy.flatnonzero(factors[:, factor] == value) for value in range(factors[:, factor].max() + 1)]
    return numpy.array([random.choice(members[factors[row, factor]]) for row in rows])


def beta_vae(latents, factors, seed):
    random = numpy.random.default_rng(seed)

    def points(count):
        labels = random.integers(factors.shape[1], size=count)
        values = []
        for factor in labels:
            first = random.integers(len(latents), size=BATCH)
            values.append(numpy.mean(abs(latents[first] - latents[like(factors, first, factor, random)]), 0))
        return numpy.array(values), labels

    train, test = points(VOTES), points(TRIED)
    model = LogisticRegression(max_iter=10_000).fit(*train)
    return [model.score(*test), model.score(*train)]


def factor_vae(latents, factors, seed):
    random = numpy.random.default_rng(seed)
    variances = numpy.var(latents, axis=0, ddof=1)
    active = numpy.sqrt(variances) >= 0.05

    def votes(count):
        counts = numpy.zeros((factors.shape[1], active.sum()), int)
        for _ in range(count):
            factor = random.integers(factors.shape[1])
            first = random.integers(len(latents))
            rows = numpy.append(first, like(factors, [first] * (BATCH - 1), factor, random))
            local = numpy.var(latents[rows], axis=0, ddof=1)
            counts[factor, numpy.argmin(local[active] / variances[active])] += 1
        return counts

    train, test = votes(VOTES), votes(TRIED)
    elected, each = train.argmax(0), range(active.sum())
    return [test[elected, each].sum() / TRIED, train[elected, each].sum() / VOTES]


def entropy(mean, log_variance, random):
    """Of each coordinate, the mean of −log q(z_j) over one draw for every row."""
    deviation = numpy.exp(0.5 * log_variance)
    draws = mean + deviation * random.normal(size=mean.shape)
    t = (draws[:, None] - mean[None]) / deviation[None]
    log_density = -0.5 * t**2 - 0.5 * log_variance[None] - 0.5 * numpy.log(2 * numpy.pi)
    return -numpy.mean(scipy.special.logsumexp(log_density, 1) - numpy.log(len(mean)), 0)


def chen(mean, log_variance, factors, entropies, seed):
    mean, log_variance = mean.astype(numpy.float64), log_variance.astype(numpy.float64)
    random = numpy.random.default_rng(seed)
    whole = entropy(mean, log_variance, random)
    matrix = []
    for y in factors.T:
        parts = [(y == value) for value in range(y.max() + 1)]
        given = sum(part.mean() * entropy(mean[part], log_variance[part], random) for part in parts)
        matrix.append(numpy.maximum(0, whole - given))
    return numpy.array(matrix), gap(numpy.array(matrix), entropies)


def spread(values):
    values = numpy.array(values)
    return numpy.stack([values.mean(0), values.std(0, ddof=1)])


def main():
    warnings.simplefilter("ignore")
    mean, log_variance, factors = tables()
    latents = mean.astype(numpy.float64)
    matrix = information(latents, factors)
    entropies = numpy.array([mutual_info_score(y, y) for y in factors.T])
    exact = predictability(latents, factors, tol=1e-12, max_iter=100_000)
    usual = predictability(latents, factors)
    by_correlation = correlations(latents, factors)
    covariance = numpy.cov(latents[:, [0, 1, 2, 3, 4]].T)
    standard = (latents - latents[:TRAIN].mean(0)) / numpy.where(latents.std(0) > 0, latents[:TRAIN].std(0), 1)
    probe = [LogisticRegression(max_iter=10_000, tol=1e-8).fit(standard[:TRAIN], y[:TRAIN]).score(standard[TRAIN:], y[TRAIN:])
             for y in factors.T]
    forests = [trees(latents, factors, seed) for seed in range(SEEDS)]
    densities = [chen(mean, log_variance, factors, entropies, seed) for seed in range(SEEDS)]
    expected = {
        "mean": mean, "log_variance": log_variance, "factors": factors.astype(numpy.float32),
        "information": matrix, "entropies": entropies,
        "mig": [gap(matrix, entropies)], "modularity": [modularity(matrix)],
        "sap_scores": exact, "sap_scores_usual": usual, "sap_correlations": by_correlation,
        "tc": [0.5 * (numpy.log(numpy.diag(covariance)).sum() - numpy.linalg.slogdet(covariance)[1])],
        "probe": probe,
        "importances": spread([forest[0] for forest in forests]), "dci": spread([forest[1] for forest in forests]),
        "beta_vae": spread([beta_vae(latents, factors, seed) for seed in range(SEEDS)]),
        "factor_vae": spread([factor_vae(latents, factors, seed) for seed in range(SEEDS)]),
        "chen_information": spread([density[0] for density in densities]),
        "mig_chen": spread([density[1] for density in densities]),
    }
    for name, value in expected.items():
        expected[name] = numpy.ascontiguousarray(value if name in ("mean", "log_variance", "factors") else numpy.float64(value))
        if expected[name].size < 60:
            print(name, expected[name].round(4).tolist())
    versions = {"numpy": numpy.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__}
    save_file(expected, os.path.join(HERE, "disentanglement.expected"), metadata=versions)


if __name__ == "__main__":
    main()
