import TensorStreams
import Testing
import VAEKit

@Suite struct SystematicDrawTests {
    /// As often as its share of the mass says, for starts that are spread evenly.
    @Test func drawsByMass() {
        let masses: [Float] = [1, 0, 3, 0.5, 2, 0, 3.5]
        var times = [Int](repeating: 0, count: masses.count)
        for start in 0..<1000 {
            let places = SystematicDraw.places(of: masses, count: 2, start: (Double(start) + 0.5) / 1000)
            #expect(places.count == 2)
            for place in places { times[place] += 1 }
        }
        #expect(times == masses.map { Int($0 * 200) })
    }

    /// A place that has most of the mass is drawn once.
    @Test(arguments: [0, 0.3, 0.999]) func drawsNoneTwice(start: Double) {
        let places = SystematicDraw.places(of: [0, 100, 1, 1, 0], count: 40, start: start)
        #expect(places.first == 1)
        #expect(Set(places).count == places.count && Set(places).isSubset(of: [1, 2, 3]))
    }

    @Test func noMassNoPlaces() {
        #expect(SystematicDraw.places(of: [0, 0, 0], count: 2, start: 0.5) == [])
        #expect(SystematicDraw.places(of: [], count: 2, start: 0.5) == [])
        #expect(SystematicDraw.places(of: [1, 2], count: 0, start: 0.5) == [])
        #expect(SystematicDraw.places(of: [1, .nan], count: 1, start: 0.5) == [])
        #expect(SystematicDraw.places(of: [1, .infinity], count: 1, start: 0.5) == [])
    }
}
