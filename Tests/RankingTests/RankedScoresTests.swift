import Ranking
import TensorStreams
import TestSupport
import Testing

/// Areas and curves against those of scikit-learn; Tests/Fixtures/roc.py makes the numbers.
@Suite struct RankedScoresTests {
    private static let cases = ["apart", "upside", "equal", "one", "rare", "ties"]

    private func isClose(_ values: [Double], _ expected: [Double]) -> Bool {
        values.count == expected.count && zip(values, expected).allSatisfy { abs($0 - $1) < 1e-12 }
    }

    @Test(arguments: cases) func agreesWithScikitLearn(name: String) throws {
        let file = try Safetensors.read("\(Package.root)/Tests/Fixtures/roc.expected")
        func numbers(_ part: String) throws -> [Double] { try #require(file["\(name).\(part)"]?.doubles()) }
        let labels = try #require(file["\(name).labels"]?.bytes).map { $0 == 1 }
        let ranked = RankedScores(try numbers("scores"), areLookedFor: labels)
        #expect(isClose([ranked.area, ranked.averagePrecision], try numbers("areas")))
        let points = ranked.points
        // Its curve ends where all that is looked for is found; ours goes on to the lowest score.
        let curve = points.map(ranked.recall) + points.map(ranked.precision)
        #expect(isClose(points.map(ranked.falseAlarmRate) + points.map(ranked.recall), try numbers("roc")))
        let (count, expected) = (points.count, try numbers("pr"))
        let theirs = expected.count / 2
        #expect(isClose(Array(curve[..<theirs]), Array(expected[..<theirs])))
        #expect(isClose(Array(curve[count..<count + theirs]), Array(expected[theirs...])))
        #expect(points.map(\.threshold) == Set(try numbers("scores")).sorted(by: >))
        #expect(points.last.map { [$0.hits, $0.falseAlarms] } == [ranked.positives, ranked.negatives])
    }
}
