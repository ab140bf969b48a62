import TensorStreams
import Threads

/// Moves images a little, to see what that changes.
enum ProbeKernel {
    /// `output = images + step · u`, where each number of u is 1 or −1 by a bit of the source, which depends on the item's
    /// place and the value's alone.
    ///
    /// - Parameter images: values × columns.
    static func move(
        _ images: Tensor, by step: Float, output: MutableTensor, items: Int, columns: Int, source: NoiseSource,
        team: ThreadTeam
    ) {
        let (from, to) = (images.pointer, output.pointer)
        team.forEachRange(of: images.count / columns, grain: 4) { range in
            for row in range {
                for item in 0..<columns {
                    let isUp = source.bits(at: UInt64(item) << 32 | UInt64(row)) >> 63 == 0
                    let at = row * columns + item
                    to[at] = item < items ? from[at] + (isUp ? step : -step) : 0
                }
            }
        }
    }
}
