/// The products of a linear layer as their definitions say them, one number at a time: what the tests hold the
/// fast kernels against.
package enum NaiveLinear {
    /// Weights in PyTorch's order for a convolution: (target channel, source channel, kernel row, kernel column).
    package struct Geometry {
        package var source: (height: Int, width: Int)
        package var target: (height: Int, width: Int)
        package var sourceChannels: Int
        package var targetChannels: Int
        package var kernel: Int
        package var stride: Int
        package var padding: Int

        package init(
            source: (height: Int, width: Int), target: (height: Int, width: Int), sourceChannels: Int,
            targetChannels: Int, kernel: Int, stride: Int, padding: Int
        ) {
            self.source = source
            self.target = target
            self.sourceChannels = sourceChannels
            self.targetChannels = targetChannels
            self.kernel = kernel
            self.stride = stride
            self.padding = padding
        }

        /// Calls `body` with the indices of every weight, source value and target value that belong together.
        private func forEachProduct(columns: Int, _ body: (_ weight: Int, _ source: Int, _ target: Int) -> Void) {
            for y in 0..<target.height {
                for x in 0..<target.width {
                    for tapY in 0..<kernel {
                        for tapX in 0..<kernel {
                            let sourceY = y * stride - padding + tapY
                            let sourceX = x * stride - padding + tapX
                            guard (0..<source.height).contains(sourceY), (0..<source.width).contains(sourceX) else {
                                continue
                            }
                            for m in 0..<targetChannels {
                                for c in 0..<sourceChannels {
                                    let weight = ((m * sourceChannels + c) * kernel + tapY) * kernel + tapX
                                    let from = (sourceY * source.width + sourceX) * sourceChannels + c
                                    let to = (y * target.width + x) * targetChannels + m
                                    for n in 0..<columns { body(weight, from * columns + n, to * columns + n) }
                                }
                            }
                        }
                    }
                }
            }
        }

        package func forward(weights: [Float], bias: [Float], source values: [Float], columns: Int) -> [Float] {
            var result = [Float](repeating: 0, count: target.height * target.width * targetChannels * columns)
            for index in result.indices { result[index] = bias[index / columns % targetChannels] }
            forEachProduct(columns: columns) { result[$2] += weights[$0] * values[$1] }
            return result
        }

        package func adjoint(weights: [Float], bias: [Float], target values: [Float], columns: Int) -> [Float] {
            var result = [Float](repeating: 0, count: source.height * source.width * sourceChannels * columns)
            for index in result.indices { result[index] = bias[index / columns % sourceChannels] }
            forEachProduct(columns: columns) { result[$1] += weights[$0] * values[$2] }
            return result
        }

        package func weightGradient(source: [Float], target: [Float], columns: Int) -> [Float] {
            var result = [Float](repeating: 0, count: targetChannels * sourceChannels * kernel * kernel)
            forEachProduct(columns: columns) { result[$0] += source[$1] * target[$2] }
            return result
        }
    }
}
