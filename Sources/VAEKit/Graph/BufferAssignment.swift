/// Which slots of a plan share a buffer, since their numbers, or their gradients, are never wanted at the same time.
struct BufferAssignment {
    /// The buffer of each slot; nil where none is needed.
    private(set) var buffers: [Int?]
    /// Values of an item that each buffer holds. Buffer 0 comes from outside: it is the plan's input, or its output's gradient.
    private(set) var sizes = [0]

    private var users = [1]
    private let shapes: [MapShape]

    private init(_ plan: Plan) {
        buffers = [Int?](repeating: nil, count: plan.shapes.count)
        shapes = plan.shapes
    }

    /// For the values on the way forward.
    ///
    /// - Parameter keepsAll: there will be a way back, which reads them.
    static func values(of plan: Plan, keepsAll: Bool) -> BufferAssignment {
        var assignment = BufferAssignment(plan)
        assignment.buffers[0] = 0
        for step in plan.steps {
            let isInPlace = plan.overwritesInput(step)
            for slot in step.outputs {
                if isInPlace || step.traits.contains(.forks) {
                    assignment.share(slot, with: step.inputs[0])
                } else {
                    assignment.open(slot, reusing: !keepsAll)
                }
            }
            for slot in step.inputs where !plan.watched.contains(slot) { assignment.release(slot) }
        }
        return assignment
    }

    /// For the gradients on the way back.
    static func gradients(of plan: Plan) -> BufferAssignment {
        var assignment = BufferAssignment(plan)
        assignment.buffers[plan.output] = 0
        for (index, step) in plan.steps.enumerated().reversed() where plan.isVisited[index] {
            for slot in step.inputs where plan.wantsGradient[slot] {
                if let source = assignment.source(ofGradientBefore: step) {
                    assignment.share(slot, with: source)
                } else {
                    assignment.open(slot, reusing: true)
                }
            }
            for slot in step.outputs { assignment.release(slot) }
        }
        return assignment
    }

    /// The slot of an output of the step whose gradient's place the gradient of the input may take.
    private func source(ofGradientBefore step: Step) -> Int? {
        if step.traits.contains(.sharesGradient) { return step.outputs[0] }
        guard step.traits.contains(.overwritesGradient) || step.traits.contains(.forks) else { return nil }
        return step.outputs.first { slot in buffers[slot].map { users[$0] == 1 } ?? false }
    }

    private mutating func share(_ slot: Int, with other: Int) {
        buffers[slot] = buffers[other]
        if let buffer = buffers[slot] { users[buffer] += 1 }
    }

    /// Gives the slot the free buffer that needs to grow least, or a new one.
    private mutating func open(_ slot: Int, reusing: Bool) {
        let size = shapes[slot].count
        let free = reusing ? sizes.indices.dropFirst().filter { users[$0] == 0 } : []
        guard let buffer = free.min(by: { abs(sizes[$0] - size) < abs(sizes[$1] - size) }) else {
            buffers[slot] = sizes.count
            sizes.append(size)
            users.append(1)
            return
        }
        buffers[slot] = buffer
        sizes[buffer] = max(sizes[buffer], size)
        users[buffer] = 1
    }

    private mutating func release(_ slot: Int) {
        if let buffer = buffers[slot] { users[buffer] -= 1 }
    }
}

extension Plan {
    /// Values and gradients that a workspace holds of an item, where there will be a way back.
    var trainedValues: Int {
        [BufferAssignment.values(of: self, keepsAll: true), BufferAssignment.gradients(of: self)]
            .reduce(0) { $0 + $1.sizes.reduce(0, +) }
    }

    /// Whether what a step puts out takes the place of what it takes.
    fileprivate func overwritesInput(_ step: Step) -> Bool {
        guard step.traits.contains(.overwritesInput), let maker = steps.maker(of: step.inputs[0]) else { return false }
        return steps[maker].traits.contains(.forgetsOutput) && steps[maker].slope == nil
            && !watched.contains(step.inputs[0])
    }
}
