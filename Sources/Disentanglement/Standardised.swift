/// Values less their mean, over their standard deviation.
struct Standardised {
    let mean: Double
    /// Over the number of values.
    let variance: Double
    let values: [Double]

    /// Nil where all values are the same.
    init?(_ values: [Double]) {
        let count = Double(values.count)
        let mean = values.reduce(0, +) / count
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
        guard variance > 0, values.contains(where: { $0 != values[0] }) else { return nil }
        let scale = 1 / variance.squareRoot()
        (self.mean, self.variance) = (mean, variance)
        self.values = values.map { ($0 - mean) * scale }
    }
}
