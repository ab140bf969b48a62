import CVectors

/// Blocks of pixels of a result, and of the pixels of a map that each is made of.
struct WinogradBlocks<Direction: WinogradDirection> {
    let map: MapShape
    let result: MapShape
    let padding: Int

    private var across: Int { (result.width + Direction.results - 1) / Direction.results }
    var count: Int { across * ((result.height + Direction.results - 1) / Direction.results) }

    /// A block is done some columns at a time.
    func parts(_ columns: Int) -> Int { count * ((columns + Winograd.width - 1) / Winograd.width) }

    func place(of part: Int, _ columns: Int) -> (block: Int, column: Int, width: Int) {
        let column = part / count * Winograd.width
        return (part % count, column, min(Winograd.width, columns - column))
    }

    /// Rows and columns of a block that the result has.
    @inline(__always)
    func size(of block: Int) -> BlockSize {
        BlockSize(
            height: min(Direction.results, result.height - block / across * Direction.results),
            width: min(Direction.results, result.width - block % across * Direction.results))
    }

    /// Products of a pair of channels in all blocks.
    var products: Int {
        var count = 0
        for block in 0..<self.count {
            let size = size(of: block)
            for term in Direction.terms.terms where term.isWanted(size) { count += 1 }
        }
        return count
    }

    /// A pixel of a block of the result; −1 beyond the edge.
    @inline(__always)
    func pixel(_ index: Int, of block: Int) -> Int {
        result.pixel(
            block / across * Direction.results + index / Direction.results,
            block % across * Direction.results + index % Direction.results)
    }

    /// Transforms the pixels of the map, to channels × values × columns.
    @inline(__always)
    func transform(
        _ block: Int, _ values: UnsafePointer<Float>, columns: Int, width: Int, edge: UnsafePointer<Float>,
        into target: UnsafeMutablePointer<Float>
    ) {
        let (pixels, size) = (Direction.pixels, map.channels * columns)
        let y = block / across * Direction.step - Direction.margin(padding: padding)
        let x = block % across * Direction.step - Direction.margin(padding: padding)
        withUnsafeTemporaryAllocation(of: UnsafePointer<Float>.self, capacity: pixels * pixels) { places in
            for index in 0..<pixels * pixels {
                let pixel = map.pixel(y + index / pixels, x + index % pixels)
                places.initializeElement(at: index, to: pixel < 0 ? edge : values + pixel * size)
            }
            for channel in 0..<map.channels {
                let (offset, target) = (channel * columns, target + channel * Direction.channelStride)
                @inline(__always) func transform(_ column: Int) {
                    // The next block's pixels that neither this one nor those above it have, which come from far; beyond the
                    // last ones this does nothing.
                    for row in pixels - Direction.step..<pixels {
                        for pixel in pixels - Direction.step..<pixels {
                            prefetch(places[row * pixels + pixel] + Direction.step * size + offset + column)
                        }
                    }
                    Direction.transform({ loadVector(places[$0] + offset + column) }) {
                        storeVector($1, target + $0 * Winograd.width + column)
                    }
                }
                transform(0)
                if width > 16 { transform(16) }
            }
        }
    }
}

extension MapShape {
    /// The number of a pixel; −1 beyond the edge.
    @inline(__always)
    func pixel(_ y: Int, _ x: Int) -> Int {
        y >= 0 && y < height && x >= 0 && x < width ? y * width + x : -1
    }
}
