import CVectors
import Threads

/// An optimiser's update of the parameters, ready for one step: it takes gradients at their parameters' places.
///
/// Limited by memory where the gradients come from there; so `LinearLayer` hands them over straight from registers.
enum ParameterUpdate {
    case adam(Adam)
    case sgd(SGD)
    /// With a factor on the learning rate of each number.
    case groupedAdam(Grouped<Adam>)
    case groupedSGD(Grouped<SGD>)

    /// Kingma & Ba 2014, algorithm 1; with `shrink` Loshchilov & Hutter 2017, algorithm 2.
    struct Adam: ParameterRule {
        private var parameters: UnsafeMutablePointer<Float>
        private var mean: UnsafeMutablePointer<Float>
        private var square: UnsafeMutablePointer<Float>
        /// The learning rate over 1 − β₁ᵗ.
        var step: Float = 0
        var beta1: Float = 0.9
        var beta2: Float = 0.999
        /// 1 over √(1 − β₂ᵗ).
        var inverse: Float = 1
        var epsilon: Float = 1e-8
        /// Factor on the parameters before the update (decoupled weight decay: 1 − rate · decay).
        var shrink: Float = 1
        /// Added to the gradient, times the parameter (L2 penalty).
        var penalty: Float = 0
        /// Factor on the gradient (clipping).
        var gradientScale: Float = 1

        init(parameters: MutableTensor, mean: MutableTensor, square: MutableTensor) {
            (self.parameters, self.mean, self.square) = (parameters.pointer, mean.pointer, square.pointer)
        }

        @inline(__always) func take(_ gradient: Vector, at place: Int) {
            update(gradient, at: place, step: Vector(repeating: -step), shrink: Vector(repeating: shrink))
        }

        @inline(__always) func take(_ gradient: Vector, factors: Vector, at place: Int) {
            update(gradient, at: place, step: -step * factors, shrink: 1 - (1 - shrink) * factors)
        }

        @inline(__always)
        private func update(_ gradient: Vector, at place: Int, step: Vector, shrink: Vector) {
            let weight = loadVector(parameters + place)
            let slope = fma(gradient, Vector(repeating: gradientScale), weight * penalty)
            let slopes = slope * (1 - beta2) * slope
            let average = fma(loadVector(mean + place), Vector(repeating: beta1), (1 - beta1) * slope)
            let power = fma(loadVector(square + place), Vector(repeating: beta2), slopes)
            let scale = fma(squareRoot(power), Vector(repeating: inverse), epsilon)
            storeVector(average, mean + place)
            storeVector(power, square + place)
            storeVector(fma(average / scale, step, weight * shrink), parameters + place)
        }

        /// The update of the parameters from `place` on, which counts places from there.
        func from(_ place: Int) -> Adam {
            var part = self
            part.parameters += place
            part.mean += place
            part.square += place
            return part
        }
    }

    /// Stochastic gradient descent with (PyTorch's) momentum: velocity = momentum · velocity + gradient.
    struct SGD: ParameterRule {
        private var parameters: UnsafeMutablePointer<Float>
        private var velocity: UnsafeMutablePointer<Float>
        var rate: Float = 0
        var momentum: Float = 0
        var penalty: Float = 0
        var gradientScale: Float = 1

        init(parameters: MutableTensor, velocity: MutableTensor) {
            (self.parameters, self.velocity) = (parameters.pointer, velocity.pointer)
        }

        @inline(__always) func take(_ gradient: Vector, at place: Int) {
            update(gradient, at: place, rate: Vector(repeating: -rate))
        }

        @inline(__always) func take(_ gradient: Vector, factors: Vector, at place: Int) {
            update(gradient, at: place, rate: -rate * factors)
        }

        @inline(__always)
        private func update(_ gradient: Vector, at place: Int, rate: Vector) {
            let weight = loadVector(parameters + place)
            let slope = fma(gradient, Vector(repeating: gradientScale), weight * penalty)
            let speed = fma(loadVector(velocity + place), Vector(repeating: momentum), slope)
            storeVector(speed, velocity + place)
            storeVector(fma(speed, rate, weight), parameters + place)
        }

        func from(_ place: Int) -> SGD {
            var part = self
            part.parameters += place
            part.velocity += place
            return part
        }
    }

    /// Applies the gradients of a range of the parameters that lie in memory. Ranges begin and are padded at whole vectors.
    func apply(_ gradients: Tensor, to range: Range<Int>, team: ThreadTeam) {
        let part = gradients[range.lowerBound..<range.lowerBound + Tensor.padded(range.count)]
        switch self {
        case .adam(let adam): Self.feed(part, to: adam.from(range.lowerBound), team)
        case .sgd(let sgd): Self.feed(part, to: sgd.from(range.lowerBound), team)
        case .groupedAdam(let adam): Self.feed(part, to: adam.from(range.lowerBound), team)
        case .groupedSGD(let sgd): Self.feed(part, to: sgd.from(range.lowerBound), team)
        }
    }

    /// Applies the sums of gradients of a range of the parameters, in whole vectors, which are added up on the way.
    ///
    /// - Parameter gradients: 1, 2 or 4 of them, of that range alone, added up by halves.
    func apply(sumOf gradients: [Tensor], to range: Range<Int>, team: ThreadTeam) {
        switch self {
        case .adam(let adam): Self.feed(gradients, to: adam.from(range.lowerBound), team)
        case .sgd(let sgd): Self.feed(gradients, to: sgd.from(range.lowerBound), team)
        case .groupedAdam(let adam): Self.feed(gradients, to: adam.from(range.lowerBound), team)
        case .groupedSGD(let sgd): Self.feed(gradients, to: sgd.from(range.lowerBound), team)
        }
    }

    private static func feed(_ gradients: [Tensor], to sink: some ValueSink, _ team: ThreadTeam) {
        let sources = gradients.map(\.pointer)
        let count = gradients[0].count
        switch sources.count {
        case 1: feed(gradients[0], to: sink, team)
        case 2:
            let (first, second) = (sources[0], sources[1])
            feed(count, to: sink, team) { loadVector(first + $0) + loadVector(second + $0) }
        case 4:
            let (first, second, third, fourth) = (sources[0], sources[1], sources[2], sources[3])
            feed(count, to: sink, team) {
                (loadVector(first + $0) + loadVector(second + $0)) + (loadVector(third + $0) + loadVector(fourth + $0))
            }
        default: preconditionFailure("1, 2 or 4 gradients are added up on the way")
        }
    }

    private static func feed(_ gradients: Tensor, to sink: some ValueSink, _ team: ThreadTeam) {
        let source = gradients.pointer
        feed(gradients.count, to: sink, team) { loadVector(source + $0) }
    }

    @inline(__always)
    private static func feed(
        _ count: Int, to sink: some ValueSink, _ team: ThreadTeam, _ gradient: (_ place: Int) -> Vector
    ) {
        team.forEachRange(of: count / Tensor.lanes, grain: 1024) { range in
            for place in range.vectorPlaces { sink.take(gradient(place), at: place) }
        }
    }
}

/// How an optimiser changes parameters, sixteen at a time.
protocol ParameterRule: ValueSink {
    /// Takes a gradient, with a factor on the learning rate of each of its numbers.
    func take(_ gradient: Vector, factors: Vector, at place: Int)
    /// The rule for the parameters from `place` on, which counts places from there.
    func from(_ place: Int) -> Self
}

/// A rule with a factor on the learning rate of each number; those of a factor of 0 stay as they are.
struct Grouped<Rule: ParameterRule>: ValueSink {
    private let rule: Rule
    private let factors: UnsafePointer<Float>

    init(_ rule: Rule, factors: Tensor) { self.init(rule, factors.pointer) }

    private init(_ rule: Rule, _ factors: UnsafePointer<Float>) { (self.rule, self.factors) = (rule, factors) }

    @inline(__always) func take(_ gradient: Vector, at place: Int) {
        rule.take(gradient, factors: loadVector(factors + place), at: place)
    }

    func from(_ place: Int) -> Grouped { Grouped(rule.from(place), factors + place) }
}

enum GradientKernel {
    /// The sum of squares of a tensor whose count is a multiple of 16, in an order that threads do not change.
    static func squaredNorm(_ tensor: Tensor) -> Double {
        var total = 0.0
        let vectors = tensor.count / Tensor.lanes
        for first in stride(from: 0, to: vectors, by: 256) {
            var sum = Vector.zero
            for index in first..<min(first + 256, vectors) {
                let value = loadVector(tensor.pointer + index * Tensor.lanes)
                addProduct(&sum, value, value)
            }
            total += Double(sum.sum())
        }
        return total
    }
}

extension Tensor {
    /// Whether no number is infinite or not a number.
    package var isFinite: Bool {
        var sum = Vector.zero
        let whole = count / Tensor.lanes * Tensor.lanes
        for at in stride(from: 0, to: whole, by: Tensor.lanes) {
            addProduct(&sum, loadVector(pointer + at), Vector.zero)
        }
        // Infinity and not-a-number times zero are not zero, and stay in the sum.
        return sum.sum() == 0 && (whole..<count).allSatisfy { self[$0].isFinite }
    }
}
