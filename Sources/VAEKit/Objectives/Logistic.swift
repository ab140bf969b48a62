import Glibc

/// log(1 + eˣ), of x however large.
func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }

/// 1/(1 + e⁻ˣ).
func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
