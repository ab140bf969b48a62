import Charts
import Testing

@Suite struct LineTests {
    @Test func smoothingKeepsStraightLines() {
        let line = Line(name: "a", xs: (0..<50).map(Double.init), ys: (0..<50).map { 3 + 2 * Double($0) })
        let smoothed = line.smoothed(over: 11)
        #expect(zip(smoothed.ys, line.ys).allSatisfy { abs($0 - $1) < 1e-9 })
        #expect(smoothed.raw == line.ys)
    }

    @Test func smoothingIsAMean() {
        let line = Line(name: "a", xs: [1, 2, 3, 4, 5], ys: [0, 3, 0, 3, 0])
        #expect(line.smoothed(over: 3).ys == [0, 1, 2, 1, 1])
        #expect(line.smoothed(over: 1).raw == nil)
        #expect(Line(name: "a", xs: [], ys: []).smoothed(over: 5).ys == [])
    }

    @Test func aWindowLongerThanTheLine() {
        let line = Line(name: "a", xs: [1, 2, 3], ys: [1, 2, 6])
        #expect(line.smoothed(over: 1_000_000).ys == [1, 3, 5.5])
    }

    @Test func theLastValueAloneDoesNotMoveTheEnd() {
        let line = Line(name: "a", xs: (0..<100).map(Double.init), ys: [Double](repeating: 1, count: 99) + [50])
        #expect(line.smoothed(over: 51).ys.allSatisfy { $0 < 5 })
    }

    @Test func windowsGrowFromTheFirstPoint() {
        let line = Line(name: "a", xs: (0..<9).map(Double.init), ys: [9, 0, 0, 0, 0, 0, 0, 0, 0])
        #expect(line.smoothed(over: 7).ys.prefix(4) == [9, 3, 0, 0], "a steep beginning is not drawn out")
    }
}
