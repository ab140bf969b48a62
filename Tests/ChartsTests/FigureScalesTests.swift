import Testing

import Charts

@Suite struct FigureScalesTests {
    private func panel(_ title: String, _ xs: [Double], _ ys: [Double]) -> Chart {
        Chart(title: title, x: .init(), y: .init(), marks: .lines([Line(name: "a", xs: xs, ys: ys)]))
    }

    @Test func sharedRangesShowTheValuesOfAllPanels() throws {
        var figure = Figure(panels: [panel("a", [0, 1], [0, 1]), panel("b", [1, 10], [5, 100])])
        func places() throws -> [Double] {
            let scales = try figure.scales()
            return [scales[0].x.place(1), scales[1].x.place(1), scales[0].y.place(1), scales[1].y.place(1)]
        }
        let own = try places()
        #expect(own[0] != own[1] && own[2] != own[3])
        figure.sharing = .x
        let sharedX = try places()
        #expect(sharedX[0] == sharedX[1] && sharedX[2] == own[2] && sharedX[3] == own[3])
        figure.sharing = .y
        let sharedY = try places()
        #expect(sharedY[0] == own[0] && sharedY[2] == sharedY[3])
        figure.sharing = .xy
        #expect(try places() == [sharedX[0], sharedX[1], sharedY[2], sharedY[3]])
    }

    @Test func limitsAreTheEndsOfAnAxis() throws {
        var chart = panel("a", [0, 10], [1, 1000])
        chart.x.limits = 2...4
        chart.y.limits = 10...1000
        chart.y.isLogarithmic = true
        let scales = try Figure(chart).scales()[0]
        #expect([2, 3, 4, 10].map(scales.x.place) == [0, 0.5, 1, 4])
        #expect([10, 100, 1000].map { (scales.y.place($0) * 1e9).rounded() / 1e9 } == [0, 0.5, 1])
    }

    @Test func logarithmicAxesHideWhatTheyCannotShow() throws {
        var chart = Chart(
            x: .init(), y: .init(isLogarithmic: true),
            marks: .lines([Line(name: "a", xs: [1, 2, 3], ys: [0, -1, 5]), Line(name: "b", xs: [1], ys: [0])]))
        let (shown, hidden) = Figure(chart).withoutHidden()
        #expect(hidden == 3)
        #expect(try abs(shown.scales()[0].y.place(5) - 0.5) < 1e-9)
        chart.marks = .lines([Line(name: "a", xs: [1], ys: [0])])
        #expect(throws: ChartError.noPositiveValue) { try Figure(chart).withoutHidden().figure.scales() }
    }

    @Test func errorsNameThePanel() {
        let figure = Figure(panels: [panel("first", [1], [1]), panel("second", [], [])])
        #expect(throws: ChartError.panel("second", .nothingToShow)) { try figure.scales() }
        #expect(ChartError.panel("second", .nothingToShow).description == "panel second: there are no values to draw")
    }
}
