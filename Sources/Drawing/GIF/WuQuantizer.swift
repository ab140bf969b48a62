/// Chooses a palette by splitting the colour cube where that lowers the squared error most.
///
/// X. Wu, "Efficient Statistical Computations for Optimal Color Quantization", Graphics Gems II (1991), pp. 126–133:
/// cumulative moments over the cube give the error of any box from eight corners, so every cut of every box is tried.
enum WuQuantizer {
    static func palette(for histogram: ColorHistogram, colors: Int = Palette.maximumCount) -> Palette {
        let moments = CumulativeMoments(histogram)
        var boxes = [ColorBox.whole]
        var errors = [moments.error(of: .whole)]
        while boxes.count < colors {
            guard let worst = errors.indices.max(by: { errors[$0] < errors[$1] }), errors[worst] > 0 else { break }
            guard let (low, high) = bestCut(of: boxes[worst], moments) else {
                errors[worst] = 0
                continue
            }
            boxes[worst] = low
            errors[worst] = moments.error(of: low)
            boxes.append(high)
            errors.append(moments.error(of: high))
        }
        return Palette(boxes.map { moments.mean(of: $0) }, isExact: false)
    }

    /// The cut, over the three axes, after which the two halves explain most; nil when only one cell is filled.
    private static func bestCut(of box: ColorBox, _ moments: CumulativeMoments) -> (ColorBox, ColorBox)? {
        var best: (ColorBox, ColorBox)?
        var bestGain = -Double.infinity
        for axis in 0..<3 {
            guard box.upper[axis] - box.lower[axis] > 1 else { continue }
            for cut in box.lower[axis] + 1..<box.upper[axis] {
                let (low, high) = box.split(axis: axis, at: cut)
                guard let a = moments.explained(by: low), let b = moments.explained(by: high) else { continue }
                if a + b > bestGain {
                    bestGain = a + b
                    best = (low, high)
                }
            }
        }
        return best
    }
}

/// Cells `lower ..< upper` on each axis (red, green, blue).
struct ColorBox {
    var lower: SIMD4<Int32>
    var upper: SIMD4<Int32>

    static let whole = ColorBox(lower: .zero, upper: SIMD4(repeating: Int32(ColorHistogram.side)))

    func split(axis: Int, at cut: Int32) -> (ColorBox, ColorBox) {
        var (low, high) = (self, self)
        low.upper[axis] = cut
        high.lower[axis] = cut
        return (low, high)
    }
}

/// The moments summed over all cells below each corner of the cube.
struct CumulativeMoments {
    private static let side = ColorHistogram.side + 1
    /// (count, red, green, blue, squares, 0, 0, 0) at each of 33×33×33 corners.
    private var sums = [SIMD8<Double>](repeating: .zero, count: side * side * side)

    init(_ histogram: ColorHistogram) {
        let cells = histogram.cells
        for red in 1..<Self.side {
            var area = [SIMD8<Double>](repeating: .zero, count: Self.side)
            for green in 1..<Self.side {
                var line = SIMD8<Double>.zero
                for blue in 1..<Self.side {
                    let cell = cells[(red - 1) << 10 | (green - 1) << 5 | (blue - 1)]
                    line += [cell.count, cell.red, cell.green, cell.blue, cell.squares, 0, 0, 0]
                    area[blue] += line
                    sums[Self.index(red, green, blue)] = sums[Self.index(red - 1, green, blue)] + area[blue]
                }
            }
        }
    }

    private static func index(_ red: Int, _ green: Int, _ blue: Int) -> Int { (red * side + green) * side + blue }

    /// The sums over a box, from its eight corners.
    private func sum(_ box: ColorBox) -> SIMD8<Double> {
        let (low, high) = (box.lower, box.upper)
        func at(_ red: Int32, _ green: Int32, _ blue: Int32) -> SIMD8<Double> {
            sums[Self.index(Int(red), Int(green), Int(blue))]
        }
        let top = at(high[0], high[1], high[2]) - at(high[0], high[1], low[2])
        let right = at(high[0], low[1], high[2]) - at(high[0], low[1], low[2])
        let left = at(low[0], high[1], high[2]) - at(low[0], high[1], low[2])
        let bottom = at(low[0], low[1], high[2]) - at(low[0], low[1], low[2])
        return top - right - left + bottom
    }

    /// Squared error when the box becomes one colour.
    func error(of box: ColorBox) -> Double {
        let sums = sum(box)
        guard sums[0] > 0 else { return 0 }
        return max(0, sums[4] - Self.squareOfSum(sums) / sums[0])
    }

    /// What one colour explains of the box's squares; nil for an empty box.
    func explained(by box: ColorBox) -> Double? {
        let sums = sum(box)
        return sums[0] > 0 ? Self.squareOfSum(sums) / sums[0] : nil
    }

    func mean(of box: ColorBox) -> Color {
        let sums = sum(box)
        func level(_ channel: Int) -> UInt8 { UInt8(min(255, max(0, (sums[channel] / max(1, sums[0])).rounded()))) }
        return Color(red: level(1), green: level(2), blue: level(3))
    }

    private static func squareOfSum(_ sums: SIMD8<Double>) -> Double {
        sums[1] * sums[1] + sums[2] * sums[2] + sums[3] * sums[3]
    }
}
