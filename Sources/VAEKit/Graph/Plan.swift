/// A network as steps in their order, made once. It holds no numbers, so that any number of workspaces may run it.
final class Plan: Sendable {
    let steps: [Step]
    /// What an item looks like in each slot; slot 0 is the input.
    let shapes: [MapShape]
    let output: Int
    /// Steps that the way back visits: those which learn, and those on a way to one that does.
    let isVisited: [Bool]
    /// Slots whose gradient is wanted.
    let wantsGradient: [Bool]
    /// Slots that are read after the way forward, beside the output.
    let watched: [Int]
    /// The layers as they were written.
    let outline: NetworkOutline

    /// - Parameters:
    ///   - wantsInputGradient: whether the gradient of the plan's input is asked for.
    ///   - watched: slots that stay readable where there is no way back.
    init(
        _ steps: [Step], shapes: [MapShape], output: Int, wantsInputGradient: Bool, watched: [Int] = [],
        outline: NetworkOutline
    ) {
        var steps = steps
        FusionRules.apply(&steps)
        var wants = [Bool](repeating: false, count: shapes.count)
        wants[0] = wantsInputGradient
        isVisited = steps.map { step in
            let isVisited = step.traits.contains(.learns) || step.inputs.contains { wants[$0] }
            for slot in step.outputs { wants[slot] = isVisited }
            return isVisited
        }
        (self.steps, self.shapes, self.output, self.watched) = (steps, shapes, output, watched)
        self.outline = outline
        wantsGradient = wants
    }

    var input: MapShape { shapes[0] }
    var outputShape: MapShape { shapes[output] }

    /// Values of an item in the widest slot.
    var widest: Int { shapes.map(\.count).max() ?? 1 }

    /// Whether the first step has kernels for an input that is mostly zeros.
    var takesSparse: Bool { steps.first?.traits.contains(.takesSparse) ?? false }

    /// Whether some step normalises over the batch.
    var normalisesBatches: Bool { steps.contains { $0.traits.contains(.wantsSums) } }
    var mixing: ImageMixing { normalisesBatches ? .normalisation : .none }

    /// Whether some step normalises over the batch with but one value of each item.
    var normalisesSingleValues: Bool { steps.contains { $0.traits.contains(.needsBatch) } }

    /// Whether the way back reads what the plan put out, so that its gradient may not take that place.
    var readsOutput: Bool {
        guard let maker = steps.maker(of: output) else { return true }
        return steps[maker].slope != nil || !steps[maker].traits.contains(.forgetsOutput)
    }
}
