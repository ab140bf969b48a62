import Threads

/// Channels of a small map that are the pixels of a large one. Limited by memory.
struct PixelShuffleKernel {
    let small: MapShape
    let factor: Int
    let columns: Int

    /// From the small map to the large one.
    func spread(_ values: Tensor, into large: MutableTensor, team: ThreadTeam) {
        let (source, target) = (values.pointer, large.pointer)
        forEachRow(team) { (target + $1 * columns).update(from: source + $0 * columns, count: columns) }
    }

    /// From the large map to the small one.
    func gather(_ values: Tensor, into small: MutableTensor, team: ThreadTeam) {
        let (source, target) = (values.pointer, small.pointer)
        forEachRow(team) { (target + $0 * columns).update(from: source + $1 * columns, count: columns) }
    }

    /// Where each value of the small map is in the large one.
    @inline(__always)
    private func forEachRow(_ team: ThreadTeam, _ body: (_ small: Int, _ large: Int) -> Void) {
        let (square, width) = (factor * factor, small.width * factor)
        let channels = small.channels / square
        team.forEachRange(of: small.pixels, grain: 4) { range in
            for pixel in range {
                for channel in 0..<small.channels {
                    let (place, row, column) = (channel / square, channel % square / factor, channel % factor)
                    let y = pixel / small.width * factor + row
                    let x = pixel % small.width * factor + column
                    body(pixel * small.channels + channel, (y * width + x) * channels + place)
                }
            }
        }
    }
}
