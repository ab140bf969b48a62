/// The sizes of a convolution or a transposed one, by PyTorch's formulas:
/// out = ⌊(in + 2·padding − kernel) / stride⌋ + 1, and in the other direction
/// out = (in − 1)·stride − 2·padding + kernel + output padding.
struct ConvolutionGeometry {
    let isTransposed: Bool
    let output: MapShape
    let kernel: Int
    let stride: Int
    let padding: Int

    /// Values of a map, and pixels × taps, at most: beyond lie mistakes and hostile files.
    private static let mostPixels = 1 << 24

    /// - Parameter error: makes an error of a reason why there is no such layer.
    init(_ layer: Convolution, input: MapShape, error: (String) -> NetworkError) throws(NetworkError) {
        (isTransposed, kernel, stride, padding) = (layer.isTransposed, layer.kernel, layer.stride, layer.padding)
        let (channels, outputPadding) = (layer.channels, layer.outputPadding)
        guard max(outputPadding.height, outputPadding.width) < stride || outputPadding == Sides(0) else {
            throw error("output-padding must be smaller than the stride")
        }
        let sides = [(input.height, outputPadding.height), (input.width, outputPadding.width)]
        let sizes = sides.map { [kernel, stride, padding, isTransposed] (size, outputPadding) in
            isTransposed
                ? (size - 1) * stride - 2 * padding + kernel + outputPadding
                : size + 2 * padding < kernel ? 0 : (size + 2 * padding - kernel) / stride + 1
        }
        guard sizes[0] > 0, sizes[1] > 0 else { throw error("nothing would be left of a map of \(input)") }
        output = MapShape(channels: channels, height: sizes[0], width: sizes[1])
        let pixels = max(output.pixels, input.pixels)
        guard pixels <= Self.mostPixels / (kernel * kernel), channels <= Self.mostPixels / output.pixels else {
            throw error("its map of \(output) with a kernel of \(kernel)×\(kernel) is too large")
        }
    }

    /// Pixel pairs that the connections join, at most, and the pixels they have tables for.
    func connectionCount(input: MapShape) -> Int {
        let (source, target) = isTransposed ? (output, input) : (input, output)
        return target.pixels * kernel * kernel + source.pixels
    }

    /// A transposed convolution is the adjoint of the convolution that goes from its output to its input.
    func connections(input: MapShape) -> Connections {
        let (source, target) = isTransposed ? (output, input) : (input, output)
        return Connections.convolution(
            source: (source.height, source.width), target: (target.height, target.width),
            sourceChannels: source.channels, targetChannels: target.channels, kernel: kernel, stride: stride,
            padding: padding)
    }
}
