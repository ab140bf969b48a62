import Threads

/// What memory alone allows.
package enum MemoryKernel {
    /// Reads and writes every number once; counts are multiples of 16.
    package static func touch(_ numbers: MutableTensor, team: ThreadTeam) {
        team.forEachRange(of: numbers.count / Tensor.lanes, grain: 1024) { range in
            for place in range.vectorPlaces {
                storeVector(-loadVector(numbers.pointer + place), numbers.pointer + place)
            }
        }
    }
}
