import Threads

/// The memory of one pass through a plan, and the way through it.
///
/// All of it is allocated at once. Values that are read on the way back keep their place; gradients, and values where there
/// is no way back, use a few buffers in turn.
final class Workspace {
    let plan: Plan
    /// By slot, in the width of the widest batch: what is read there, and where that is written.
    fileprivate var values: [Tensor]
    fileprivate let room: [MutableTensor]
    fileprivate var gradients: [MutableTensor] = []
    /// By step.
    fileprivate let kept: [MutableTensor]
    fileprivate let work: MutableTensor
    /// The input once more, without its zeros.
    fileprivate var sparse: SparseBatch?
    private var gradientBuffers: [MutableTensor] = []
    /// Slots whose values are the plan's input, and those whose gradient is that of its output.
    private let inputSlots: [Int]
    private var outputSlots: [Int] = []

    /// - Parameters:
    ///   - columns: of the widest batch.
    ///   - training: whether there will be a way back.
    ///   - other: a workspace that is never on its way back at the same time, whose room for gradients is shared.
    init(_ plan: Plan, columns: Int, training: Bool, sharing other: Workspace? = nil) {
        self.plan = plan
        let forward = BufferAssignment.values(of: plan, keepsAll: training)
        let buffers = forward.sizes.map { MutableTensor(zeros: $0 * columns) }
        let inputSlots = forward.buffers.indices.filter { forward.buffers[$0] == 0 }
        var room = forward.buffers.map { buffers[$0 ?? 0] }
        if inputSlots.contains(plan.output) {
            room[plan.output] = MutableTensor(zeros: plan.outputShape.count * columns)
        }
        (self.room, self.inputSlots) = (room, inputSlots)
        values = room.map { Tensor($0) }
        kept = plan.steps.map { MutableTensor(zeros: $0.operation.keptCount(columns: columns)) }
        let size = plan.steps.map { $0.operation.workCount(columns: columns, training: training) }.max() ?? 0
        work = Self.buffer(size, in: other?.work)
        if training { makeGradients(columns: columns, sharing: other) }
    }

    private func makeGradients(columns: Int, sharing other: Workspace?) {
        let back = BufferAssignment.gradients(of: plan)
        let shared = other?.gradientBuffers ?? []
        gradientBuffers = back.sizes.enumerated().map { index, size in
            Self.buffer(size * columns, in: index < shared.count ? shared[index] : nil)
        }
        gradients = back.buffers.map { gradientBuffers[$0 ?? 0] }
        outputSlots = back.buffers.indices.filter { back.buffers[$0] == 0 }
    }

    private static func buffer(_ size: Int, in shared: MutableTensor?) -> MutableTensor {
        if let shared, shared.count >= size { return shared }
        return MutableTensor(zeros: size)
    }

    /// The output for `input`, valid until the next pass; `input` must stay unchanged until the way back. So must the output
    /// of a plan that `readsOutput`; that of others may be overwritten. Where no step makes it, it is a copy of the input.
    ///
    /// - Parameter sparse: the input once more, for a plan that `takesSparse`, where most of it is zeros.
    func forward(_ input: Tensor, sparse: SparseBatch? = nil, _ pass: Pass) -> MutableTensor {
        for slot in inputSlots { values[slot] = input }
        self.sparse = sparse
        for (index, step) in plan.steps.enumerated() {
            let site = Site(workspace: self, index: index, pass: pass)
            if pass.isTraining, step.traits.contains(.wantsSums), !step.hasSums {
                step.operation.sums(of: site.input(), kept: site.kept, pass).takeAll(pass.team)
            }
            step.operation.forward(site)
            pass.profile?.lap(.forward(step.network, layer: step.layer))
        }
        let result = output(plan.output, pass)
        if inputSlots.contains(plan.output) { result.copy(from: value(plan.output, pass)) }
        return result
    }

    /// Hands on the gradients of all parameters for the batch that last went forward.
    ///
    /// - Parameters:
    ///   - outputGradient: of the plan's output; may be overwritten.
    /// - Returns: the gradient of the input, where the plan wants it.
    @discardableResult
    func backward(_ outputGradient: MutableTensor, _ gradients: GradientUse, _ pass: Pass) -> MutableTensor? {
        for slot in outputSlots { self.gradients[slot] = outputGradient }
        for index in plan.steps.indices.reversed() where plan.isVisited[index] {
            let step = plan.steps[index]
            let site = Site(workspace: self, index: index, pass: pass, gradients: gradients)
            if let slope = step.slope, !step.isPastTail {
                let (output, gradient) = (Tensor(site.output()), gradient(step.outputs[0], pass))
                ActivationFunction.leaky(slope).backward(
                    input: output, output: output, outputGradient: Tensor(gradient), inputGradient: gradient,
                    team: pass.team)
            }
            if step.traits.contains(.wantsSums), !step.hasGradientSums {
                let sums = step.operation.sums(
                    ofGradient: site.outputGradient(), input: site.input(), kept: site.kept, pass)
                sums.takeAll(pass.team)
            }
            step.operation.backward(site)
            pass.profile?.lap(.backward(step.network, layer: step.layer))
        }
        return plan.wantsGradient[0] ? gradient(0, pass) : nil
    }

    /// The values in a slot, which the plan watches or there will be a way back.
    func value(_ slot: Int, _ pass: Pass) -> Tensor { values[slot][0..<plan.shapes[slot].count * pass.columns] }

    /// Where the values of a slot go.
    fileprivate func output(_ slot: Int, _ pass: Pass) -> MutableTensor {
        room[slot][0..<plan.shapes[slot].count * pass.columns]
    }

    fileprivate func gradient(_ slot: Int, _ pass: Pass) -> MutableTensor {
        gradients[slot][0..<plan.shapes[slot].count * pass.columns]
    }
}

/// Where an operation is at work: a step of a plan, in the workspace of a pass.
struct Site {
    private let workspace: Workspace
    private let step: Step
    private let index: Int
    let pass: Pass
    /// What becomes of the gradients of parameters, on the way back.
    private let gradientUse: GradientUse?

    fileprivate init(workspace: Workspace, index: Int, pass: Pass, gradients: GradientUse? = nil) {
        (self.workspace, self.index, self.pass, gradientUse) = (workspace, index, pass, gradients)
        step = workspace.plan.steps[index]
    }

    var team: ThreadTeam { pass.team }
    var columns: Int { pass.columns }
    var parameters: Tensor { Tensor(pass.store.values) }
    var statistics: MutableTensor { pass.store.statistics }
    var gradients: GradientUse {
        guard let gradientUse else { preconditionFailure("there are gradients on the way back alone") }
        return gradientUse
    }

    func input(_ number: Int = 0) -> Tensor { workspace.value(step.inputs[number], pass) }
    func output(_ number: Int = 0) -> MutableTensor { workspace.output(step.outputs[number], pass) }
    func outputGradient(_ number: Int = 0) -> Tensor { Tensor(workspace.gradient(step.outputs[number], pass)) }

    /// Where the gradient of an input goes; nil where it is not wanted.
    func inputGradient(_ number: Int = 0) -> MutableTensor? {
        let slot = step.inputs[number]
        return workspace.plan.wantsGradient[slot] ? workspace.gradient(slot, pass) : nil
    }

    /// What was made on the way forward to be read on the way back.
    var kept: MutableTensor { workspace.kept[index] }
    var work: MutableTensor { workspace.work }

    /// The input without its zeros, where those are many.
    var sparse: SparseBatch? { step.inputs[0] == 0 ? workspace.sparse : nil }

    /// The slope of the leaky ReLU that the output is stored through; 1 for none.
    var slope: Float { step.slope ?? 1 }
    /// The same, for a product.
    var tail: Tail { step.slope.map { .leaky(slope: $0) } ?? .none }

    /// The sums that are taken of what a product stores.
    var outputSums: BatchNormSums? {
        guard pass.isTraining, let other = step.outputSums else { return nil }
        return workspace.plan.steps[other].operation.sums(of: Tensor(output()), kept: workspace.kept[other], pass)
    }

    /// What a product sends the gradient of its input through.
    var inputTail: Tail {
        guard let other = step.inputTail, let slope = workspace.plan.steps[other].slope else { return .none }
        return .leakyGradient(slope: slope, output: input())
    }

    /// The sums that are taken of that gradient.
    var inputSums: BatchNormSums? {
        guard let other = step.inputSums, let gradient = inputGradient() else { return nil }
        let operation = workspace.plan.steps[other].operation
        let input = workspace.value(workspace.plan.steps[other].inputs[0], pass)
        return operation.sums(ofGradient: Tensor(gradient), input: input, kept: workspace.kept[other], pass)
    }

    /// Whether normalisation takes out again what a bias adds.
    var isNormalised: Bool { step.isNormalised }
}
