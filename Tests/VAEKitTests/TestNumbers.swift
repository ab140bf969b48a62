import TensorStreams

/// Numbers in [-1, 1), the same in every run.
func testNumbers(_ count: Int, seed: UInt64) -> [Float] {
    var random = RandomSource(seed: seed)
    return (0..<count).map { _ in 2 * random.uniform() - 1 }
}

/// The largest difference of two lists, relative to the larger of 1 and the largest number expected.
func difference(_ values: [Float], _ expected: [Double]) -> Double {
    guard values.count == expected.count else { return .infinity }
    var scale = 1.0
    var worst = 0.0
    for (value, reference) in zip(values, expected) {
        scale = max(scale, abs(reference))
        let error = abs(Double(value) - reference)
        if !(error <= worst) { worst = error }
    }
    return worst / scale
}
