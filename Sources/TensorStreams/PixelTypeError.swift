/// Values of a type that pixels do not have.
public struct PixelTypeError: Error, Equatable, CustomStringConvertible {
    public let name: String
    public let type: ElementType

    /// Nil where the values may be pixels: u8, or f32 and f64 within [0, 1].
    public init?(name: String, type: ElementType) {
        if type == .u8 || type.isFloatingPoint { return nil }
        (self.name, self.type) = (name, type)
    }

    /// Users who come from NumPy know the types by its names. uint16 comes as int32, which IDX has in its place.
    public var description: String {
        "\(name): its values are \(type.nameInNumPy), but pixels are uint8, or float32 or float64 within [0, 1]: "
            + "x.astype('uint8') in NumPy makes them that where they are 0 to 255, "
            + "(x / 65535).astype('float32') where they have 16 bits, before npy2idx"
    }
}
