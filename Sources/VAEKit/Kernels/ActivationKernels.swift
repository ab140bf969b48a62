import Threads

/// A function applied to each number of a layer's output.
public enum ActivationFunction: Equatable, Sendable {
    case relu
    /// Leaky ReLU with its slope below zero.
    case leaky(Float)
    case tanh
    case sigmoid
    /// Exponential linear unit with alpha 1 (Clevert et al. 2015).
    case elu
    /// x · sigmoid(x) (Hendrycks & Gimpel 2016; "swish").
    case silu
    /// x · Φ(x), with the normal distribution function (Hendrycks & Gimpel 2016).
    case gelu
}

/// An activation and its derivative as vector operations.
protocol VectorActivation {
    func value(_ x: Vector) -> Vector
    /// The derivative where the input is `x` and the output `y`.
    func derivative(x: Vector, y: Vector) -> Vector
    static var isIdentity: Bool { get }
}

extension VectorActivation {
    static var isIdentity: Bool { false }

    /// Puts values through the function.
    func apply(to values: UnsafeMutablePointer<Float>, count: Int) {
        if Self.isIdentity { return }
        for at in stride(from: 0, to: count, by: 16) { storeVector(value(loadVector(values + at)), values + at) }
    }

    /// Puts gradients in the place of what the function took, whose derivative must not look at what it puts out.
    func sendBack(_ gradients: UnsafePointer<Float>, through values: UnsafeMutablePointer<Float>, count: Int) {
        for at in stride(from: 0, to: count, by: 16) {
            let x = loadVector(values + at)
            storeVector(loadVector(gradients + at) * derivative(x: x, y: x), values + at)
        }
    }
}

/// No activation.
private struct Identity: VectorActivation {
    static var isIdentity: Bool { true }
    @inline(__always) func value(_ x: Vector) -> Vector { x }
    @inline(__always) func derivative(x: Vector, y: Vector) -> Vector { Vector(repeating: 1) }
}

private struct Leaky: VectorActivation {
    let slope: Float
    @inline(__always) func value(_ x: Vector) -> Vector { VAEKit.leaky(x, slope: slope) }
    @inline(__always) func derivative(x: Vector, y: Vector) -> Vector {
        Vector(repeating: slope).replacing(with: Vector(repeating: 1), where: y .> 0)
    }
}

private struct Tanh: VectorActivation {
    @inline(__always) func value(_ x: Vector) -> Vector { tanh(x) }
    @inline(__always) func derivative(x: Vector, y: Vector) -> Vector { 1 - y * y }
}

private struct Sigmoid: VectorActivation {
    @inline(__always) func value(_ x: Vector) -> Vector { sigmoid(x) }
    @inline(__always) func derivative(x: Vector, y: Vector) -> Vector { y * (1 - y) }
}

private struct ELU: VectorActivation {
    @inline(__always) func value(_ x: Vector) -> Vector { x.replacing(with: expm1(x), where: x .< 0) }
    @inline(__always) func derivative(x: Vector, y: Vector) -> Vector {
        Vector(repeating: 1).replacing(with: y + 1, where: y .< 0)
    }
}

private struct SiLU: VectorActivation {
    @inline(__always) func value(_ x: Vector) -> Vector { x * sigmoid(x) }
    @inline(__always) func derivative(x: Vector, y: Vector) -> Vector {
        let s = sigmoid(x)
        return s * (1 + x * (1 - s))
    }
}

private struct GELU: VectorActivation {
    @inline(__always) func value(_ x: Vector) -> Vector { x * normalDistribution(x) }
    @inline(__always) func derivative(x: Vector, y: Vector) -> Vector {
        fma(x * exp(-0.5 * x * x), Vector(repeating: 0.398_942_28), normalDistribution(x))
    }
}

/// Work on values and what an activation makes of them, compiled for each activation.
protocol ActivationUse {
    func run(_ activation: some VectorActivation)
}

extension ActivationFunction {
    /// Does work that ends, or begins, with the function; nil is none.
    static func use(_ function: ActivationFunction?, _ work: some ActivationUse) {
        switch function {
        case nil: work.run(Identity())
        case .relu: work.run(Leaky(slope: 0))
        case .leaky(let slope): work.run(Leaky(slope: slope))
        case .tanh: work.run(Tanh())
        case .sigmoid: work.run(Sigmoid())
        case .elu: work.run(ELU())
        case .silu: work.run(SiLU())
        case .gelu: work.run(GELU())
        }
    }

    /// Whether the derivative is a function of the output, so that the output may overwrite the input.
    var worksInPlace: Bool { self != .silu && self != .gelu }

    /// The slope below zero of ReLU and leaky ReLU, which products apply on their way out.
    var slope: Float? {
        switch self {
        case .relu: 0
        case .leaky(let slope): slope
        case .tanh, .sigmoid, .elu, .silu, .gelu: nil
        }
    }

    /// `output = f(input)`; the two may be one tensor where `worksInPlace`.
    func forward(input: Tensor, output: MutableTensor, team: ThreadTeam) {
        switch self {
        case .relu: map(Leaky(slope: 0), input, output, team)
        case .leaky(let slope): map(Leaky(slope: slope), input, output, team)
        case .tanh: map(Tanh(), input, output, team)
        case .sigmoid: map(Sigmoid(), input, output, team)
        case .elu: map(ELU(), input, output, team)
        case .silu: map(SiLU(), input, output, team)
        case .gelu: map(GELU(), input, output, team)
        }
    }

    /// `inputGradient = outputGradient · f′`; the two gradients may be one tensor.
    func backward(
        input: Tensor, output: Tensor, outputGradient: Tensor, inputGradient: MutableTensor, team: ThreadTeam
    ) {
        let tensors = (input, output, outputGradient, inputGradient)
        switch self {
        case .relu: scale(Leaky(slope: 0), tensors, team)
        case .leaky(let slope): scale(Leaky(slope: slope), tensors, team)
        case .tanh: scale(Tanh(), tensors, team)
        case .sigmoid: scale(Sigmoid(), tensors, team)
        case .elu: scale(ELU(), tensors, team)
        case .silu: scale(SiLU(), tensors, team)
        case .gelu: scale(GELU(), tensors, team)
        }
    }

    @inline(__always)
    private func map(_ function: some VectorActivation, _ input: Tensor, _ output: MutableTensor, _ team: ThreadTeam) {
        let (x, y) = (input.pointer, output.pointer)
        team.forEachRange(of: input.count / 16, grain: 512) { range in
            for index in range {
                storeVector(function.value(loadVector(x + index * 16)), y + index * 16)
            }
        }
    }

    @inline(__always)
    private func scale(
        _ function: some VectorActivation,
        _ tensors: (input: Tensor, output: Tensor, outputGradient: Tensor, inputGradient: MutableTensor),
        _ team: ThreadTeam
    ) {
        let (x, y) = (tensors.input.pointer, tensors.output.pointer)
        let (from, to) = (tensors.outputGradient.pointer, tensors.inputGradient.pointer)
        team.forEachRange(of: tensors.input.count / 16, grain: 512) { range in
            for index in range {
                let slope = function.derivative(x: loadVector(x + index * 16), y: loadVector(y + index * 16))
                storeVector(loadVector(from + index * 16) * slope, to + index * 16)
            }
        }
    }
}
