/// The five factors that make a sprite, as numbers of their values, in the order and with the values of dSprites
/// (L. Matthey, I. Higgins, D. Hassabis, A. Lerchner, 2017).
public struct SpriteFactors: Equatable, Sendable {
    /// 0 square, 1 ellipse, 2 heart.
    public var shape: Int
    /// 0 to 5: half size to full size.
    public var scale: Int
    /// 0 to 39: a whole turn, both ends included.
    public var orientation: Int
    /// 0 to 31: left to right.
    public var x: Int
    /// 0 to 31: top to bottom.
    public var y: Int

    static let sizes = (shape: 3, scale: 6, orientation: 40, x: 32, y: 32)

    /// How many combinations there are: 737,280.
    public static let combinations = sizes.shape * sizes.scale * sizes.orientation * sizes.x * sizes.y

    /// Combination `number`, modulo their count; y changes fastest and shape slowest.
    public init(number: Int) {
        var rest = number % Self.combinations
        if rest < 0 { rest += Self.combinations }
        y = rest % Self.sizes.y
        rest /= Self.sizes.y
        x = rest % Self.sizes.x
        rest /= Self.sizes.x
        orientation = rest % Self.sizes.orientation
        rest /= Self.sizes.orientation
        scale = rest % Self.sizes.scale
        shape = rest / Self.sizes.scale
    }

    /// What the columns of `values` are called.
    public static let names = ["shape", "scale", "orientation", "x", "y"]

    /// The factors' values: shape 1 to 3, scale 0.5 to 1, orientation 0 to 2π, x and y 0 to 1.
    public var values: [Float] {
        [
            Float(shape + 1), Float(scale + 5) / 10, angle, Float(x) / Float(Self.sizes.x - 1),
            Float(y) / Float(Self.sizes.y - 1),
        ]
    }

    /// The orientation in radians.
    var angle: Float { Float(2 * Double.pi * Double(orientation) / Double(Self.sizes.orientation - 1)) }

    /// Shape, scale and orientation as one number, 0 to 719: what the sprite looks like, wherever it is.
    var appearance: Int { (shape * Self.sizes.scale + scale) * Self.sizes.orientation + orientation }

    static let appearances = sizes.shape * sizes.scale * sizes.orientation
}
