import Charts
import Testing

@Suite struct SeriesLookTests {
    /// Colours come first, then dashes; the two series of a run never look alike, nor do those of twenty runs.
    @Test func runsAndTheirSeriesAreTold() {
        let looks = (0..<20).flatMap { run in [false, true].map { SeriesLook(ofRun: run, isValidation: $0) } }
        let texts = looks.map { "\(ChartColors.category($0.category)) \($0.dashes)" }
        #expect(Set(texts).count == 40)
        #expect(looks[0] == SeriesLook(category: 0))
    }
}
