import LinearAlgebra
import SampleQuality
import Testing

@Suite struct FrechetDistanceTests {
    private static func statistics(_ rows: [[Float]]) -> FeatureStatistics {
        var statistics = FeatureStatistics(width: rows[0].count)
        statistics.add(rows.flatMap { $0 })
        return statistics
    }

    @Test func agreesWithSciPy() throws {
        let fixture = try SampleQualityFixture()
        let distance = try FrechetDistance.between(fixture.statistics("real"), fixture.statistics("generated"))
        let expected = try fixture.doubles("fid")[0]
        #expect(abs(distance / expected - 1) < 1e-8)
        let other = try FrechetDistance.between(fixture.statistics("generated"), fixture.statistics("real"))
        #expect(abs(other / distance - 1) < 1e-8)
    }

    @Test func aSingularCovarianceIsFine() throws {
        let fixture = try SampleQualityFixture()
        let few = try fixture.statistics("generated", first: 9)
        let expected = try fixture.doubles("fid_few")[0]
        #expect(abs(try FrechetDistance.between(fixture.statistics("real"), few) / expected - 1) < 1e-4)
        #expect(abs(try FrechetDistance.between(few, fixture.statistics("real")) / expected - 1) < 1e-4)
    }

    /// In one dimension it is (m₁ − m₂)² + (s₁ − s₂)².
    @Test func byHandInOneDimension() throws {
        let (first, second) = (Self.statistics([[1], [3]]), Self.statistics([[10], [10], [16]]))
        let (one, two) = (2.0.squareRoot(), 12.0.squareRoot())
        #expect(abs(try FrechetDistance.between(first, second) - (100 + (one - two) * (one - two))) < 1e-9)
    }

    @Test func theSameImagesAreNoDistanceApart() throws {
        let real = try SampleQualityFixture().statistics("real")
        #expect(try FrechetDistance.between(real, real) < 1e-9)
        let constant = Self.statistics([[1, 2], [1, 2]])
        #expect(try FrechetDistance.between(constant, constant) == 0)
    }

    @Test func whatCannotBeSquaredIsRefused() {
        let large = Self.statistics([[.infinity], [1]])
        #expect(throws: EigenError.self) { try FrechetDistance.between(large, large) }
    }
}
