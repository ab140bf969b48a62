import Foundation
import VAEKit

/// Layers as their definitions say them, one item and one number at a time in double precision: what the fast kernels are
/// held against. Values are ordered channel, row, column.
enum NaiveLayers {
    typealias Values = [Double]

    /// - Parameters scale, shift: one for each channel, or for each value.
    static func groupNorm(_ x: Values, _ shape: MapShape, groups: Int, scale: Values, shift: Values) -> Values {
        var result = x
        let count = x.count / groups
        for group in 0..<groups {
            let places = group * count..<(group + 1) * count
            let mean = x[places].reduce(0, +) / Double(count)
            let variance = x[places].reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
            for place in places {
                let affine = place * scale.count / x.count
                result[place] = scale[affine] * (x[place] - mean) / sqrt(variance + 1e-5) + shift[affine]
            }
        }
        return result
    }

    static func dense(_ x: Values, weight: Values, bias: Values) -> Values {
        bias.indices.map { row in
            x.indices.reduce(bias[row]) { $0 + weight[row * x.count + $1] * x[$1] }
        }
    }

    /// - Parameter parameters: by the names of PyTorch's `MultiheadAttention`.
    static func attention(
        _ x: Values, _ shape: MapShape, heads: Int, parameters: [String: Values]
    ) -> Values {
        let (pixels, channels, depth) = (shape.pixels, shape.channels, shape.channels / heads)
        let projected = (0..<pixels).map { pixel in
            dense(
                (0..<channels).map { x[$0 * pixels + pixel] }, weight: parameters["in_proj_weight"] ?? [],
                bias: parameters["in_proj_bias"] ?? [])
        }
        var result = x
        for pixel in 0..<pixels {
            var means = Values(repeating: 0, count: channels)
            for head in 0..<heads {
                let rows = head * depth..<(head + 1) * depth
                let weights = (0..<pixels).map { other in
                    exp(
                        rows.reduce(0) { $0 + projected[pixel][$1] * projected[other][channels + $1] }
                            / sqrt(Double(depth)))
                }
                let sum = weights.reduce(0, +)
                for row in rows {
                    for other in 0..<pixels {
                        means[row] += weights[other] / sum * projected[other][2 * channels + row]
                    }
                }
            }
            let output = dense(
                means, weight: parameters["out_proj.weight"] ?? [], bias: parameters["out_proj.bias"] ?? [])
            for channel in 0..<channels { result[channel * pixels + pixel] = output[channel] }
        }
        return result
    }

    /// What `reduce` makes of the values of each window.
    static func pool(_ x: Values, _ shape: MapShape, size: Int, stride: Int, _ reduce: (Values) -> Double) -> Values {
        var result: Values = []
        for channel in 0..<shape.channels {
            for top in Swift.stride(from: 0, through: shape.height - size, by: stride) {
                for left in Swift.stride(from: 0, through: shape.width - size, by: stride) {
                    var window: Values = []
                    for y in top..<top + size {
                        for x in left..<left + size {
                            window.append(Double((channel * shape.height + y) * shape.width + x))
                        }
                    }
                    result.append(reduce(window.map { x[Int($0)] }))
                }
            }
        }
        return result
    }

    static func upsample(_ x: Values, _ shape: MapShape, factor: Int) -> Values {
        var result: Values = []
        for channel in 0..<shape.channels {
            for y in 0..<shape.height * factor {
                for column in 0..<shape.width * factor {
                    result.append(x[(channel * shape.height + y / factor) * shape.width + column / factor])
                }
            }
        }
        return result
    }

    static func shuffle(_ x: Values, _ shape: MapShape, factor: Int) -> Values {
        var result: Values = []
        for channel in 0..<shape.channels / (factor * factor) {
            for y in 0..<shape.height * factor {
                for column in 0..<shape.width * factor {
                    let from = (channel * factor + y % factor) * factor + column % factor
                    result.append(x[(from * shape.height + y / factor) * shape.width + column / factor])
                }
            }
        }
        return result
    }

    static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
    static func silu(_ x: Double) -> Double { x * sigmoid(x) }
    static func gelu(_ x: Double) -> Double { x * 0.5 * erfc(-x / 2.0.squareRoot()) }

    /// The derivatives of a function of some numbers, by central differences.
    static func slopes(_ at: Values, _ function: (Values) -> Double) -> Values {
        var values = at
        return at.indices.map { index in
            let step = 1e-7
            values[index] = at[index] + step
            let above = function(values)
            values[index] = at[index] - step
            defer { values[index] = at[index] }
            return (above - function(values)) / (2 * step)
        }
    }
}
