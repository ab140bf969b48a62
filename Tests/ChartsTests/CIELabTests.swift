import Testing

@Suite struct CIELabTests {
    /// Of the pairs in table 1 of Sharma, Wu and Dalal: blue, hues on both sides of red, neutral, far apart.
    static let pairs: [([Double], [Double], Double)] = [
        ([50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425), ([50, 2.49, -0.001], [50, -2.49, 0.0009], 7.1792),
        ([50, 0, 0], [50, -1, 2], 2.3669), ([50, 2.5, 0], [73, 25, -18], 27.1492),
        ([22.7233, 20.0904, -46.6940], [23.0331, 14.9730, -42.5619], 2.0373),
        ([90.8027, -2.0831, 1.4410], [91.1528, -1.6435, 0.0447], 1.4441),
    ]

    @Test(arguments: pairs) func distancesAreThosePublished(first: [Double], second: [Double], distance: Double) {
        let (one, two) = (
            CIELab(lightness: first[0], a: first[1], b: first[2]),
            CIELab(lightness: second[0], a: second[1], b: second[2])
        )
        #expect(abs(one.distance(to: two) - distance) < 1e-4)
        #expect(abs(two.distance(to: one) - distance) < 1e-4)
    }
}
