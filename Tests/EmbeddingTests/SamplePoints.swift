import TensorStreams
import Embedding

/// Points in three clouds, the same each time.
func clouds(_ count: Int, width: Int = 5, seed: UInt64 = 1) -> Points {
    var random = RandomSource(seed: seed)
    var values: [Float] = []
    for point in 0..<count {
        for column in 0..<width {
            let spread = random.uniform() + random.uniform() + random.uniform() - 1.5
            values.append(Float(point % 3 == column % 3 ? 4 : 0) + spread)
        }
    }
    return Points(width: width, values: values)
}

/// Places in the plane, the same each time.
func plane(_ count: Int, span: Float, seed: UInt64 = 2) -> [SIMD2<Float>] {
    var random = RandomSource(seed: seed)
    return (0..<count).map { _ in SIMD2(random.uniform() - 0.5, random.uniform() - 0.5) * span }
}
