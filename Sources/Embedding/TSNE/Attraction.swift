import Glibc

/// What draws the points of a picture together: for each the sum of `p(i, j) · q · (y(i) − y(j))`.
enum Attraction {
    /// The sum for one point (van der Maaten 2014, equation 7), sixteen pairs at a time.
    @inline(__always)
    static func pull(
        _ point: Int, _ affinities: borrowing AffinityPointers, _ picture: UnsafePointer<SIMD2<Float>>
    ) -> SIMD2<Float> {
        let place = picture[point]
        let (placeX, placeY) = (Vector(repeating: place.x), Vector(repeating: place.y))
        var (sumX, sumY) = (Vector.zero, Vector.zero)
        for pair in stride(from: affinities.starts[point], to: affinities.starts[point + 1], by: 16) {
            var (x, y) = (Vector.zero, Vector.zero)
            for lane in 0..<16 {
                let other = picture[Int(affinities.columns[pair + lane])]
                x[lane] = other.x
                y[lane] = other.y
            }
            let (dx, dy) = (placeX - x, placeY - y)
            let distance = Vector.onePlusSquares(dx, dy)
            let probability = UnsafeRawPointer(affinities.probabilities + pair)
                .loadUnaligned(as: Vector.self)
            let weight = probability / distance
            sumX.add(weight, times: dx)
            sumY.add(weight, times: dy)
        }
        return SIMD2(sumX.sum(), sumY.sum())
    }

    /// The sum of `p(i, j) · log(1 + |y(i) − y(j)|²)` over the pairs of one point.
    static func cost(
        _ point: Int, _ affinities: borrowing AffinityPointers, _ picture: UnsafePointer<SIMD2<Float>>
    ) -> Double {
        var cost = 0.0
        for pair in affinities.starts[point]..<affinities.starts[point + 1] {
            let offset = picture[point] - picture[Int(affinities.columns[pair])]
            cost += Double(affinities.probabilities[pair] * log1p(offset.x * offset.x + offset.y * offset.y))
        }
        return cost
    }
}

/// The rows of affinities where a kernel reads them.
struct AffinityPointers {
    let starts: UnsafePointer<Int>
    let columns: UnsafePointer<Int32>
    let probabilities: UnsafePointer<Float>
}

extension Affinities {
    func withPointers<Result>(_ body: (AffinityPointers) -> Result) -> Result {
        starts.withUnsafeBufferPointer { starts in
            columns.withUnsafeBufferPointer { columns in
                probabilities.withUnsafeBufferPointer { probabilities in
                    body(
                        AffinityPointers(
                            starts: starts.baseAddress!, columns: columns.baseAddress!,
                            probabilities: probabilities.baseAddress!))
                }
            }
        }
    }
}
