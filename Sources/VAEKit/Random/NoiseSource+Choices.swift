import TensorStreams

extension NoiseSource {
    /// The numbers `0..<count` in random order: that of the bits at their places.
    package func order(_ count: Int) -> [Int] {
        let keys = (0..<count).map { bits(at: UInt64($0)) }
        return (0..<count).sorted { keys[$0] != keys[$1] ? keys[$0] < keys[$1] : $0 < $1 }
    }

    /// So many numbers within `0..<bound`, any of which may come again: the upper halves of the products of `bound` and the
    /// bits at their places.
    package func choices(_ count: Int, below bound: Int) -> [Int] {
        (0..<count).map { Int(bits(at: UInt64($0)).multipliedFullWidth(by: UInt64(bound)).high) }
    }
}
