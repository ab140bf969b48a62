/// Finds the palette's nearest colour, remembering the answer for each cell of a 64×64×64 cube.
package struct PaletteMatcher {
    package let palette: Palette
    private let exact: [Color: UInt8]
    private var nearest = [Int16](repeating: -1, count: 1 << 18)

    package init(_ palette: Palette) {
        self.palette = palette
        exact = Dictionary(
            palette.colors.enumerated().map { ($1, UInt8($0)) }, uniquingKeysWith: { first, _ in first })
    }

    /// The picture by palette numbers; with `dithered`, each pixel's error goes on to its neighbours.
    package mutating func indices(of image: Image, dithered: Bool) -> [UInt8] {
        dithered && !palette.isExact ? diffused(image) : plain(image)
    }

    private mutating func plain(_ image: Image) -> [UInt8] {
        var indices = [UInt8](repeating: 0, count: image.width * image.height)
        for pixel in indices.indices {
            let start = pixel * 3
            indices[pixel] = index(
                SIMD4(Int32(image.samples[start]), Int32(image.samples[start + 1]), Int32(image.samples[start + 2]), 0))
        }
        return indices
    }

    /// Floyd and Steinberg's error diffusion (1976), rows in turn left to right and right to left.
    private mutating func diffused(_ image: Image) -> [UInt8] {
        let width = image.width
        var indices = [UInt8](repeating: 0, count: width * image.height)
        var here = [SIMD4<Int32>](repeating: .zero, count: width + 2)
        for row in 0..<image.height {
            var below = [SIMD4<Int32>](repeating: .zero, count: width + 2)
            let step = row % 2 == 0 ? 1 : -1
            for offset in 0..<width {
                let column = step > 0 ? offset : width - 1 - offset
                let pixel = row * width + column
                let sample = SIMD4<Int32>(
                    Int32(image.samples[pixel * 3]), Int32(image.samples[pixel * 3 + 1]),
                    Int32(image.samples[pixel * 3 + 2]), 0)
                // Errors are kept in sixteenths.
                let wanted = (sample &+ (here[column + 1] &+ 8) &>> 4).clamped(
                    lowerBound: .zero, upperBound: SIMD4(255, 255, 255, 0))
                indices[pixel] = index(wanted)
                let color = palette.colors[Int(indices[pixel])]
                let error = wanted &- SIMD4(Int32(color.red), Int32(color.green), Int32(color.blue), 0)
                here[column + 1 + step] &+= error &* 7
                below[column + 1 - step] &+= error &* 3
                below[column + 1] &+= error &* 5
                below[column + 1 + step] &+= error
            }
            here = below
        }
        return indices
    }

    private mutating func index(_ color: SIMD4<Int32>) -> UInt8 {
        if palette.isExact {
            let key = Color(red: UInt8(color[0]), green: UInt8(color[1]), blue: UInt8(color[2]))
            if let index = exact[key] { return index }
        }
        let cell = Int(color[0] >> 2) << 12 | Int(color[1] >> 2) << 6 | Int(color[2] >> 2)
        if nearest[cell] < 0 { nearest[cell] = search(color) }
        return UInt8(truncatingIfNeeded: nearest[cell])
    }

    private func search(_ color: SIMD4<Int32>) -> Int16 {
        var best = 0
        var bestDistance = Int32.max
        for (index, candidate) in palette.colors.enumerated() {
            let difference = color &- SIMD4(Int32(candidate.red), Int32(candidate.green), Int32(candidate.blue), 0)
            let distance = (difference &* difference).wrappedSum()
            if distance < bestDistance { (best, bestDistance) = (index, distance) }
        }
        return Int16(best)
    }
}
