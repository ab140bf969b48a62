import Testing
import Threads

private struct Pair: Parcelled, Equatable {
    var name: String
    var values: [Float]

    init(_ name: String, _ values: [Float]) { (self.name, self.values) = (name, values) }

    init(from parcel: inout Parcel) { self.init(parcel.take(), parcel.take()) }

    func put(into parcel: inout Parcel) {
        parcel.put(name)
        parcel.put(values)
    }
}

@Suite struct ParcelTests {
    @Test func thingsComeOutAsTheyWentIn() {
        let pairs = [Pair("", []), Pair("ä", [1, -.infinity, 0.1]), Pair("last", [2])]
        var sent = Parcel()
        sent.put(true)
        sent.put(pairs)
        sent.put(SIMD16<Double>(repeating: 0.1))
        sent.put([1, 2, Int.min])
        sent.put(pairs[1])
        var parcel = Parcel(sent.bytes)
        #expect(parcel.take() as Bool)
        #expect(parcel.take() as [Pair] == pairs)
        #expect(parcel.take() == SIMD16<Double>(repeating: 0.1))
        #expect(parcel.take() as [Int] == [1, 2, Int.min])
        #expect(parcel.take() as Pair == pairs[1])
    }
}
