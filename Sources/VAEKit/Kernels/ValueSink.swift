import CVectors

/// Takes the values of a product, sixteen at a time, out of the registers they were summed in.
///
/// What is to be done to every value is done here, for a few instructions instead of another pass over memory.
protocol ValueSink {
    func take(_ values: Vector, at place: Int)
    /// Told where it will be given values once they are summed, so that it can begin to load what it needs then.
    func prepare(at place: Int)
}

extension ValueSink {
    @inline(__always) func prepare(at place: Int) {}
}

/// Stores the values as they are.
struct Store: ValueSink {
    let target: UnsafeMutablePointer<Float>

    @inline(__always) func take(_ values: Vector, at place: Int) { storeVector(values, target + place) }
}

/// Stores the values times a factor.
struct Scaled: ValueSink {
    let target: UnsafeMutablePointer<Float>
    let scale: Float

    @inline(__always) func take(_ values: Vector, at place: Int) { storeVector(values * scale, target + place) }
}

/// Adds the values to those that are there.
struct Add: ValueSink {
    let target: UnsafeMutablePointer<Float>

    @inline(__always) func take(_ values: Vector, at place: Int) {
        storeVector(loadVector(target + place) + values, target + place)
    }
}

/// Stores leaky ReLU of the values.
struct LeakyStore: ValueSink {
    let target: UnsafeMutablePointer<Float>
    let slope: Float

    @inline(__always) func take(_ values: Vector, at place: Int) {
        storeVector(leaky(values, slope: slope), target + place)
    }
}

/// Stores the values, which are the gradient of a leaky ReLU's output, as the gradient of its input.
struct LeakyGradientStore: ValueSink {
    let target: UnsafeMutablePointer<Float>
    /// What the ReLU put out, place by place.
    let output: UnsafePointer<Float>
    let slope: Float

    @inline(__always) func take(_ values: Vector, at place: Int) {
        let isAbove = loadVector(output + place) .> 0
        storeVector((values * slope).replacing(with: values, where: isAbove), target + place)
    }

    @inline(__always) func prepare(at place: Int) { prefetch(output + place) }
}

@inline(__always)
func leaky(_ x: Vector, slope: Float) -> Vector { x.replacing(with: x * slope, where: x .< 0) }

/// What becomes of the values of a linear layer's product before they are stored.
enum Tail {
    case none
    case leaky(slope: Float)
    /// They are the gradient of what a leaky ReLU put out, and turned to that of what it took.
    case leakyGradient(slope: Float, output: Tensor)
}
