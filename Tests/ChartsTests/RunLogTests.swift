import Charts
import Testing

@Suite struct RunLogTests {
    /// The rows that are left, where as many images were seen before each: `seen mean`.
    private func joined(_ counts: [Double], _ ys: [Double]) -> [String] {
        var seen: [Double] = []
        for count in counts { seen.append((seen.last ?? 0) + count) }
        return rows(seen, ys)
    }

    private func rows(_ seen: [Double], _ ys: [Double]) -> [String] {
        let points = RunLog.joiningShortRows(xs: Array(0..<seen.count).map(Double.init), ys: ys, seen: seen)
        return zip(points.xs, points.ys).map { "\(seen[Int($0)]) \($1)" }
    }

    @Test func meansAreOverTheImagesOfBothRows() {
        #expect(joined([4, 4, 1, 3, 4], [1, 2, 12, 5, 6]) == ["4.0 1.0", "9.0 4.0", "12.0 5.0", "16.0 6.0"])
    }

    @Test func rowsOfOneLengthStay() {
        #expect(joined([5, 5, 5], [3, 2, 1]) == ["5.0 3.0", "10.0 2.0", "15.0 1.0"])
        #expect(joined([4, 2], [3, 2]) == ["4.0 3.0", "6.0 2.0"])
        #expect(joined([7], [3]) == ["7.0 3.0"])
        #expect(joined([], []) == [])
    }

    /// A log whose rows are written more often from some row on is not drawn as one point from there.
    @Test func aRowDoesNotGrowWithoutEnd() {
        let rows = joined([10, 10, 10, 10, 10, 2, 2, 2, 2], [Double](repeating: 1, count: 9))
        #expect(rows == ["10.0 1.0", "20.0 1.0", "30.0 1.0", "40.0 1.0", "54.0 1.0", "58.0 1.0"])
    }

    @Test func aLogThatBeginsInTheMiddleOrIsSetBack() {
        #expect(joined([1000, 4, 4, 1], [1, 1, 1, 6]) == ["1000.0 1.0", "1004.0 1.0", "1009.0 2.0"])
        #expect(rows([10, 5, 6], [1, 2, 3]) == ["10.0 1.0", "5.0 2.0", "6.0 3.0"])
        #expect(rows([10, .nan], [1, 2]) == ["10.0 1.0", "nan 2.0"])
    }

    @Test func columnsThatHoldMeans() {
        #expect(["loss", "recon", "kl", "accuracy"].allSatisfy(RunLog.holdsMeans))
        #expect(
            !["epoch", "step", "seen", "lr", "items_per_s", "seconds", "val_loss"].contains(where: RunLog.holdsMeans))
    }
}
