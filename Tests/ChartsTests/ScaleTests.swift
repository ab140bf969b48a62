import Testing

import Charts

@Suite struct ScaleTests {
    @Test func equalUnitsAreEquallyLong() throws {
        let chart = Chart(x: .init(), y: .init(), marks: .points(PointCloud(xs: [0, 10], ys: [-1, 1])))
        let shown = try Figure(chart).scales()[0]
        for (width, height) in [(300.0, 200.0), (100, 900)] {
            let (x, y) = Scale.withEqualUnits(shown.x, width: width, shown.y, height: height)
            #expect(abs((x.place(1) - x.place(0)) * width - (y.place(1) - y.place(0)) * height) < 1e-9)
            #expect(x.place(0) > 0 && x.place(10) < 1 && y.place(-1) > 0 && y.place(1) < 1)
            #expect(abs(x.place(5) - 0.5) < 1e-9 && abs(y.place(0) - 0.5) < 1e-9)
        }
    }
}
