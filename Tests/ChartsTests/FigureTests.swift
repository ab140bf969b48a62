import Testing

import Charts

@Suite struct FigureTests {
    private func panel(_ values: [Double]) -> Chart {
        Chart(
            title: "p", x: .init(isLogarithmic: true), y: .init(), marks: .points(PointCloud(xs: values, ys: values)))
    }

    @Test func panelsHaveASizeEach() {
        var figure = Figure(panels: [panel([1]), panel([1]), panel([1])])
        #expect(figure.defaultSize == (1440, 440))
        figure.panelColumns = 2
        figure.title = "t"
        #expect(figure.defaultSize == (960, 920))
        #expect(Figure(panel([1])).defaultSize == (800, 600))
        #expect(Figure(panels: [Chart](repeating: panel([1]), count: 900)).defaultSize.width == 20_000)
    }

    @Test func hiddenValuesOfAllPanelsAreCounted() {
        let (shown, hidden) = Figure(panels: [panel([0, 1]), panel([-1, 0, 2])]).withoutHidden()
        #expect(hidden == 3)
        guard case .points(let cloud) = shown.panels[1].marks else {
            Issue.record("not points")
            return
        }
        #expect(cloud.xs == [2])
    }
}
