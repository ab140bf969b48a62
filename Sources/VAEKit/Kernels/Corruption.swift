import TensorStreams
import Threads

/// How images are spoilt before the encoder sees them, while those that the decoder is held against stay whole (Vincent et
/// al. 2010, section 3.3).
public enum Corruption: Equatable, Sendable, CustomStringConvertible {
    /// A normal number of this standard deviation is added to each value.
    case gaussian(Double)
    /// Each value is 0 with this probability.
    case mask(Double)

    /// `gaussian:0.3` or `mask:0.5`; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let amount = Double(parts[1]), amount > 0 else { return nil }
        switch parts[0] {
        case "gaussian" where amount <= 1e3: self = .gaussian(amount)
        case "mask" where amount < 1: self = .mask(amount)
        default: return nil
        }
    }

    public var description: String {
        switch self {
        case .gaussian(let deviation): "gaussian:\(deviation)"
        case .mask(let rate): "mask:\(rate)"
        }
    }

    /// Puts spoilt images in `output`; which numbers are drawn depends on the source, the item's place and the value's alone.
    ///
    /// - Parameters:
    ///   - images: values × columns.
    ///   - first: the number of the first item.
    func apply(
        _ images: Tensor, output: MutableTensor, items: Int, columns: Int, first: Int, source: NoiseSource,
        team: ThreadTeam
    ) {
        output.fill(from: images, items: items, columns: columns, first: first, team: team) { spoil($0, source, $1) }
    }

    @inline(__always)
    private func spoil(_ value: Float, _ source: NoiseSource, _ place: UInt64) -> Float {
        switch self {
        case .gaussian(let deviation): value + Float(deviation) * source.normals(at: place).0
        case .mask(let rate): source.bits(at: place) >> 32 < UInt64(rate * 0x1p32) ? 0 : value
        }
    }
}
