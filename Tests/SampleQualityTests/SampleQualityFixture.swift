import SampleQuality
import TensorStreams
import TestSupport
import Testing

/// What NumPy and SciPy compute for the features of a small classifier; Tests/Fixtures/sample_quality.py makes it.
struct SampleQualityFixture {
    private let file: Safetensors

    init() throws { file = try Safetensors.read(Package.root + "/Tests/Fixtures/sample-quality.expected") }

    func rows(_ name: String) throws -> (values: [Float], width: Int) {
        let tensor = try #require(file[name])
        return (try #require(tensor.floats()), tensor.shape[1])
    }

    func statistics(_ name: String, first count: Int? = nil) throws -> FeatureStatistics {
        let (values, width) = try rows(name)
        var statistics = FeatureStatistics(width: width)
        statistics.add(Array(values.prefix(count.map { $0 * width } ?? values.count)))
        return statistics
    }

    func doubles(_ name: String) throws -> [Double] {
        try #require(file[name]?.doubles())
    }
}
