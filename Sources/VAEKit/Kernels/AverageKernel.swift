import Threads

/// Moving averages of flat tensors, whose counts are multiples of 16.
enum AverageKernel {
    /// `average += share · (values − average)`.
    static func add(_ values: Tensor, to average: MutableTensor, share: Float, team: ThreadTeam) {
        let (source, target) = (values.pointer, average.pointer)
        team.forEachRange(of: values.count / Tensor.lanes, grain: 1024) { range in
            for place in range.vectorPlaces {
                let before = loadVector(target + place)
                storeVector(fma(loadVector(source + place) - before, Vector(repeating: share), before), target + place)
            }
        }
    }

    /// Exchanges the numbers of two tensors.
    static func exchange(_ one: MutableTensor, _ other: MutableTensor) {
        let (first, second) = (one.pointer, other.pointer)
        for place in (0..<one.count / Tensor.lanes).vectorPlaces {
            let vector = loadVector(first + place)
            storeVector(loadVector(second + place), first + place)
            storeVector(vector, second + place)
        }
    }
}
