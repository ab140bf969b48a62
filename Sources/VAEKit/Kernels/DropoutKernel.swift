import TensorStreams
import Threads

/// Which values dropout leaves: functions of the source, and of the numbers of item and value, alone.
struct DropoutKernel {
    let rate: Float
    let source: NoiseSource

    /// Fills `values × columns` with the factors on the values: 0, or what keeps the mean.
    ///
    /// - Parameters:
    ///   - map: in whose PyTorch order the values are numbered.
    ///   - first: the number of the first item.
    func fill(_ factors: MutableTensor, map: MapShape, items: Int, columns: Int, first: Int, team: ThreadTeam) {
        let (target, kept) = (factors.pointer, 1 / (1 - rate))
        let bound = UInt64(Double(rate) * 0x1p32)
        team.forEachRange(of: map.count, grain: 16) { range in
            for row in range {
                let value = UInt64(row % map.channels * map.pixels + row / map.channels)
                for item in 0..<columns {
                    let bits = source.bits(at: UInt64(first + item) << 32 | value)
                    target[row * columns + item] = item < items && bits >> 32 >= bound ? kept : 0
                }
            }
        }
    }
}
