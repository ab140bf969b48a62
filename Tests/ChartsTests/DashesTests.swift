import Charts
import Testing

@Suite struct DashesTests {
    /// Every tenth line has its colour, and is told apart by its dashes.
    @Test func linesOfOneColourHaveOtherDashes() {
        let looks = (0..<40).map { "\(ChartColors.category($0)) \(Dashes(category: $0))" }
        #expect(Set(looks).count == 40)
        #expect((0..<10).allSatisfy { Dashes(category: $0).lengths(width: 2).isEmpty })
        #expect(Dashes(category: 10).lengths(width: 2) == [8, 4])
    }
}
