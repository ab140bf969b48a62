/// A product that can compute any tile of its result.
protocol TiledProduct {
    func compute<T: Tile>(_ tile: T.Type, row: Int, column: Int)
}

extension TiledProduct {
    #if NARROW_REGISTERS
        /// Covers `rows × columns` (a multiple of 16) with the largest tiles that fit.
        ///
        /// Six rows of 16 columns fill twelve of AVX2's sixteen registers of eight floats; two more hold the columns, and
        /// one a scalar.
        /// They are limited by the multiply-add, at 0.98 of the best rate seen on Zen 5; four rows reach 0.9, whose eight
        /// sums barely hide its latency, and two rows of 32 columns 0.8 to 0.9.
        @inline(__always)
        func cover(rows: Range<Int>, columns: Int) {
            var row = rows.lowerBound
            while rows.upperBound - row >= 6 {
                coverRows(SixRows<Columns16>.self, SixRows<Columns16>.self, row: row, columns: columns)
                row += 6
            }
            if rows.upperBound - row >= 4 {
                coverRows(FourRows<Columns16>.self, FourRows<Columns16>.self, row: row, columns: columns)
                row += 4
            }
            if rows.upperBound - row >= 2 {
                coverRows(TwoRows<Columns32>.self, TwoRows<Columns16>.self, row: row, columns: columns)
                row += 2
            }
            if rows.upperBound - row >= 1 {
                coverRows(OneRow<Columns64>.self, OneRow<Columns16>.self, row: row, columns: columns)
            }
        }
    #else
        /// Covers `rows × columns` (a multiple of 16) with the largest tiles that fit.
        ///
        /// Eight rows of 32 columns fill half of AVX-512's registers, enough independent sums to hide the latency of the
        /// fused multiply-add, and load ten values for sixteen of them. Fewer rows take more columns for the same reason.
        @inline(__always)
        func cover(rows: Range<Int>, columns: Int) {
            var row = rows.lowerBound
            // Kernels of 3×3 have nine weights for each channel.
            while (rows.upperBound - row) % 9 == 0, (rows.upperBound - row) % 8 != 0 {
                coverRows(NineRows<Columns32>.self, NineRows<Columns16>.self, row: row, columns: columns)
                row += 9
            }
            while rows.upperBound - row >= 8 {
                coverRows(EightRows<Columns32>.self, EightRows<Columns16>.self, row: row, columns: columns)
                row += 8
            }
            if rows.upperBound - row >= 4 {
                coverRows(FourRows<Columns64>.self, FourRows<Columns16>.self, row: row, columns: columns)
                row += 4
            }
            if rows.upperBound - row >= 2 {
                coverRows(TwoRows<Columns64>.self, TwoRows<Columns16>.self, row: row, columns: columns)
                row += 2
            }
            if rows.upperBound - row >= 1 {
                coverRows(OneRow<Columns64>.self, OneRow<Columns16>.self, row: row, columns: columns)
            }
        }
    #endif

    @inline(__always)
    private func coverRows<Wide: Tile, Narrow: Tile>(_: Wide.Type, _: Narrow.Type, row: Int, columns: Int) {
        var column = 0
        while columns - column >= Wide.Columns.width {
            compute(Wide.self, row: row, column: column)
            column += Wide.Columns.width
        }
        while column < columns {
            compute(Narrow.self, row: row, column: column)
            column += Narrow.Columns.width
        }
    }
}

extension Tile {
    /// Adds the product of `depth` columns of scalars and `depth` rows of columns: the loop all the time is spent in.
    @inline(__always)
    mutating func add(
        scalars: UnsafePointer<Float>, rowStride: Int, depthStride: Int,
        values: UnsafePointer<Float>, valueStride: Int, run: Int = Tensor.lanes, depth: Int
    ) {
        var scalars = scalars
        var values = values
        for _ in 0..<depth {
            add(scalars, rowStride: rowStride, times: Columns(loading: values, run: run))
            scalars += depthStride
            values += valueStride
        }
    }
}
