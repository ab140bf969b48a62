import Threads

/// The sum over pixels and items of each channel of values `pixels × channels × columns`: the gradient of a bias.
///
/// Limited by memory. Parts of a map's pixels are read in order and summed apart, each by the thread that is at work on
/// them in the other kernels; of a dense layer, which has one pixel, the channels are shared out.
struct ChannelSums {
    let pixels: Int
    let channels: Int
    let columns: Int

    private var parts: Int { pixels < 8 ? 1 : 8 }
    private var groups: Int { parts > 1 ? 1 : (channels + 7) / 8 }

    /// Numbers of work space: a vector for each channel of each part.
    var workCount: Int { parts * channels * Tensor.lanes }

    func sum(_ values: Tensor, into sums: MutableTensor, work: MutableTensor, team: ThreadTeam) {
        let (values, work) = (values.pointer, work.pointer)
        team.forEachRange(of: parts * groups) { range in
            for index in range {
                let (part, group) = (index / groups, index % groups)
                sum(
                    values, pixels: (0..<pixels).part(part, of: parts),
                    channels: (0..<channels).part(group, of: groups), into: work + part * channels * Tensor.lanes)
            }
        }
        for channel in 0..<channels {
            var total = loadVector(work + channel * Tensor.lanes)
            for part in 1..<parts { total += loadVector(work + (part * channels + channel) * Tensor.lanes) }
            sums[channel] = total.sum()
        }
    }

    private func sum(
        _ values: UnsafePointer<Float>, pixels: Range<Int>, channels: Range<Int>, into sums: UnsafeMutablePointer<Float>
    ) {
        for channel in channels { storeVector(.zero, sums + channel * Tensor.lanes) }
        for pixel in pixels {
            for channel in channels {
                var total = loadVector(sums + channel * Tensor.lanes)
                let row = values + (pixel * self.channels + channel) * columns
                for column in stride(from: 0, to: columns, by: Tensor.lanes) { total += loadVector(row + column) }
                storeVector(total, sums + channel * Tensor.lanes)
            }
        }
    }
}
