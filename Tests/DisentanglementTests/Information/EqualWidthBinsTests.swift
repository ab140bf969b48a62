import Disentanglement
import Testing

@Suite struct EqualWidthBinsTests {
    /// As numpy.digitize(values, numpy.histogram(values, 4)[1][:-1]) − 1 has it.
    @Test func eachHoldsItsLowerEdgeAndTheLastItsUpperEdgeToo() {
        let values = [0, 0.999, 1, 2, 3, 3.5, 4]
        #expect(EqualWidthBins(of: values, count: 4).places(of: values) == [0, 0, 1, 2, 3, 3, 3])
    }

    @Test func valuesThatAreAllTheSameShareABin() {
        #expect(EqualWidthBins(of: [7, 7], count: 4).places(of: [7, 7]) == [2, 2])
        #expect(EqualWidthBins(of: [1e300, 1e300], count: 4).places(of: [1e300, 1e300]) == [3, 3])
    }

    @Test func aRangeThatOverflowsDoesNotTrap() {
        let values = [-Double.greatestFiniteMagnitude, Double.greatestFiniteMagnitude]
        #expect(EqualWidthBins(of: values, count: 3).places(of: values).allSatisfy { (0..<3).contains($0) })
    }
}
