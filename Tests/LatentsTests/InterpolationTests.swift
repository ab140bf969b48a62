import Latents
import Testing

@Suite struct InterpolationTests {
    @Test func straightLine() {
        #expect(Interpolation.linear.point(from: [0, 2], to: [4, -2], at: 0.25) == [1, 1])
    }

    @Test func endsAreExact() {
        let (a, b): ([Float], [Float]) = ([0.1, -3, 7], [1e-3, 2, 0.5])
        for way in [Interpolation.linear, .spherical] {
            #expect(way.point(from: a, to: b, at: 0) == a)
            #expect(way.point(from: a, to: b, at: 1) == b)
        }
    }

    @Test func quarterTurnKeepsTheLength() {
        let middle = Interpolation.spherical.point(from: [2, 0], to: [0, 2], at: 0.5)
        #expect(middle[0] == middle[1])
        #expect(abs(middle[0] - Float(2).squareRoot()) < 1e-6)
    }

    @Test func noArcMeansTheLine() {
        #expect(Interpolation.spherical.point(from: [1, 0], to: [-1, 0], at: 0.5) == [0, 0])
        #expect(Interpolation.spherical.point(from: [0, 0], to: [2, 4], at: 0.5) == [1, 2])
        #expect(Interpolation.spherical.point(from: [1, 1], to: [3, 3], at: 0.5) == [2, 2])
    }
}
