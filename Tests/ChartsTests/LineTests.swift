import Charts
import Testing

@Suite struct LineTests {
    @Test func smoothingKeepsStraightLinesUpToTheLastWindow() {
        let line = Line(name: "a", xs: (0..<50).map(Double.init), ys: (0..<50).map { 3 + 2 * Double($0) })
        let smoothed = line.smoothed(over: 11)
        #expect(zip(smoothed.ys, line.ys).prefix(45).allSatisfy { abs($0 - $1) < 1e-9 })
        #expect(abs(smoothed.ys[49] - (line.ys[44] + line.ys[49]) / 2) < 1e-9)
        #expect(smoothed.raw == line.ys)
    }

    /// A loss that falls ever more slowly must not be drawn below its smallest value.
    @Test(arguments: [2, 3, 5, 8, 100]) func aMeanLiesBetweenTheValuesItIsOf(window: Int) {
        let ys = (0..<20).map { 94 + 30 / Double(1 + $0 * $0) } + [94.5]
        let line = Line(name: "a", xs: (0..<21).map(Double.init), ys: ys).smoothed(over: window)
        for index in ys.indices {
            let near = ys[max(0, index - window / 2)...min(20, index + window / 2)]
            #expect(line.ys[index] >= (near.min() ?? 0) - 1e-9 && line.ys[index] <= (near.max() ?? 0) + 1e-9)
        }
    }

    /// Where a line lacks a point there is no mean.
    @Test func aMeanHasABandOfADeviation() {
        let lines = [
            Line(name: "a", xs: [1, 2, 3], ys: [0, 5, 1]), Line(name: "b", xs: [1, 3], ys: [2, 1]),
            Line(name: "c", xs: [1, 2, 3], ys: [4, 5, 1]),
        ]
        let mean = Line.mean(of: lines, name: "m")
        #expect(mean.name == "m" && mean.xs == [1, 3] && mean.ys == [2, 1])
        #expect(mean.band == [0...4, 1...1])
    }

    @Test func smoothingIsAMean() {
        let line = Line(name: "a", xs: [1, 2, 3, 4, 5], ys: [0, 3, 0, 3, 0])
        #expect(line.smoothed(over: 3).ys == [0, 1, 2, 1, 1.5])
        #expect(line.smoothed(over: 1).raw == nil)
        #expect(Line(name: "a", xs: [], ys: []).smoothed(over: 5).ys == [])
    }

    @Test func aWindowLongerThanTheLine() {
        let line = Line(name: "a", xs: [1, 2, 3], ys: [1, 2, 6])
        #expect(line.smoothed(over: 1_000_000).ys == [1, 3, 4])
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
