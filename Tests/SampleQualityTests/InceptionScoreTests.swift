import SampleQuality
import Testing

@Suite struct InceptionScoreTests {
    @Test func agreesWithSciPy() throws {
        let fixture = try SampleQualityFixture()
        let (probabilities, classes) = try fixture.rows("probabilities")
        let expected = try fixture.doubles("inception")
        for step in [1, 7, 1000] {
            var score = InceptionScore(classes: classes, parts: 10)
            for first in stride(from: 0, to: probabilities.count, by: step * classes) {
                score.add(Array(probabilities[first..<min(first + step * classes, probabilities.count)]))
            }
            #expect(abs(score.meanAndDeviation.mean / expected[0] - 1) < 1e-6)
            #expect(abs(score.meanAndDeviation.deviation / expected[1] - 1) < 1e-5)
        }
    }

    @Test func liesBetweenOneAndTheClasses() {
        var alike = InceptionScore(classes: 3, parts: 2)
        for _ in 0..<6 { alike.add([0.5, 0.25, 0.25]) }
        #expect(abs(alike.meanAndDeviation.mean - 1) < 1e-12)
        var sure = InceptionScore(classes: 3, parts: 1)
        for _ in 0..<5 { sure.add([1, 0, 0, 0, 1, 0, 0, 0, 1]) }
        #expect(abs(sure.meanAndDeviation.mean - 3) < 1e-12)
        #expect(sure.meanAndDeviation.deviation == 0)
    }

    @Test func fewerImagesThanParts() {
        var score = InceptionScore(classes: 2, parts: 10)
        score.add([1, 0, 0, 1])
        #expect(score.meanAndDeviation.mean == 1)
        #expect(score.count == 2)
    }
}
