import Glibc
import TensorStreams

/// Draws digits that look handwritten, as many as wanted, in the manner of MNIST: white ink on black, fitted to a box of
/// 20/28 of the image and centred by the ink's centre of mass (LeCun et al., 1998).
///
/// The drawing of an item depends on the seed and the item's number alone, so a longer run begins with a shorter one.
public struct DigitGenerator {
    /// Pixels a side.
    public let size: Int
    private let seed: UInt64
    private var canvas: InkCanvas
    private var path: [PathSample] = []

    /// A generator of `size`×`size` images; the sizes that make sense are 8 to 1024.
    public init(seed: UInt64, size: Int = 28) {
        self.size = size
        self.seed = seed
        canvas = InkCanvas(size: size)
    }

    /// Draws item `number`: appends its size×size pixels and returns its class, 0 to 9.
    public mutating func draw(_ number: UInt64, into pixels: inout [UInt8]) -> UInt8 {
        var random = RandomSource(seed: seed, stream: number)
        let digit = min(9, Int(random.uniform() * 10))
        let style = DigitStyles.pick(from: DigitStyles.all[digit], at: random.uniform())
        let hand = Hand(for: style, from: &random)
        trace(hand.disturb(style.strokes, from: &random), by: hand)
        fit(radius: hand.radius)
        ink(with: hand, from: &random)
        // An edge narrower than a pixel would be drawn jagged.
        let softness = max(1, (1 + 0.5 * random.uniform()) * fineness)
        canvas.develop(softness: softness, into: &pixels)
        return UInt8(digit)
    }

    /// Pixels that the finest marks of a 28×28 image, one pixel there, take up: in large images they stay fine.
    private var fineness: Float {
        let pixel = Float(size) / 28
        return min(pixel, pixel.squareRoot())
    }

    private mutating func trace(_ strokes: [Stroke], by hand: Hand) {
        path.removeAll(keepingCapacity: true)
        for stroke in strokes { Curve.flatten(stroke, into: &path) }
        for index in path.indices { path[index].point = hand.place(path[index].point) }
    }

    /// Scales the path so that its ink fills the box, and moves its centre of mass to the middle of the image.
    private mutating func fit(radius: Float) {
        guard let first = path.first else { return }
        var low = first.point
        var high = first.point
        var mass: Float = 0
        var moment = Point.zero
        for index in path.indices {
            let point = path[index].point
            low = Point(min(low.x, point.x), min(low.y, point.y))
            high = Point(max(high.x, point.x), max(high.y, point.y))
            guard path[index].isJoined else { continue }
            let before = path[index - 1].point
            let weight = Curve.length(point - before)
            mass += weight
            moment += (point + before) * (0.5 * weight)
        }
        let pixel = Float(size) / 28
        let extent = max(high.x - low.x, high.y - low.y, 0.2)
        let scale = (20 - 2 * radius) * pixel / extent
        let centre = mass > 0 ? moment / mass : (low + high) * 0.5
        let middle = Point(repeating: Float(size) / 2)
        for index in path.indices { path[index].point = (path[index].point - centre) * scale + middle }
    }

    private mutating func ink(with hand: Hand, from random: inout RandomSource) {
        canvas.clear()
        let pixel = Float(size) / 28
        let grain = hand.grain * fineness
        var previous: (sample: PathSample, radius: Float)?
        for sample in path {
            var width = hand.radius * hand.pressure(at: sample.progress)
            if let before = previous?.sample.point { width *= hand.breadth(along: sample.point - before) }
            width = max(0.45, width) * pixel + grain * random.bounded(2)
            var rough = sample
            rough.point += Point(random.bounded(2), random.bounded(2)) * (grain * 0.7)
            if let previous, sample.isJoined {
                canvas.ink(from: previous.sample.point, radius: previous.radius, to: rough.point, radius: width)
            }
            previous = (rough, width)
        }
    }
}

extension DigitStyles {
    /// The style that a number in [0, 1) chooses, each as often as its weight says.
    static func pick(from styles: [Style], at fraction: Float) -> Style {
        let total = styles.reduce(0) { $0 + $1.weight }
        var rest = fraction * total
        for style in styles {
            rest -= style.weight
            if rest < 0 { return style }
        }
        return styles[styles.count - 1]
    }
}
