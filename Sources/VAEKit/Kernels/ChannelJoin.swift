import Threads

extension MutableTensor {
    /// Copies some channels of each pixel: as many as `width`, of values with `fromChannels` channels from channel `from` on,
    /// to values with `toChannels` from channel `to` on. Limited by memory.
    func copyChannels(
        _ width: Int, of values: Tensor, from: Int, fromChannels: Int, to: Int, toChannels: Int, columns: Int,
        team: ThreadTeam
    ) {
        let pixels = count / (toChannels * columns)
        let (source, target) = (values.pointer, pointer)
        team.forEachRange(of: pixels, grain: 4) { range in
            for pixel in range {
                (target + (pixel * toChannels + to) * columns).update(
                    from: source + (pixel * fromChannels + from) * columns, count: width * columns)
            }
        }
    }
}
