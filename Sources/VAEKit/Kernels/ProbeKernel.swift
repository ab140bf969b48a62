import TensorStreams
import Threads

/// Moves images a little, to see what that changes.
enum ProbeKernel {
    /// `output = images + step · u`, where each number of u is 1 or −1 by a bit of the source, which depends on the item's
    /// place and the value's alone.
    ///
    /// - Parameters:
    ///   - images: values × columns.
    ///   - first: the number of the first item.
    static func move(
        _ images: Tensor, by step: Float, output: MutableTensor, items: Int, columns: Int, first: Int,
        source: NoiseSource, team: ThreadTeam
    ) {
        output.fill(from: images, items: items, columns: columns, first: first, team: team) { value, place in
            value + (source.bits(at: place) >> 63 == 0 ? step : -step)
        }
    }
}
