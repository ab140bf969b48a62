/// What steps do for their neighbours. Each rule looks for one pattern in a list of steps, in which every slot is filled by
/// one step and emptied by one.
enum FusionRules {
    static func apply(_ steps: inout [Step]) {
        absorb(&steps)
        storeThroughTails(&steps)
        takeSumsForward(&steps)
        sendGradientsThroughTails(&steps)
        takeSumsBack(&steps)
    }

    /// A step does the work of the one behind it where it can.
    static func absorb(_ steps: inout [Step]) {
        for index in steps.indices.reversed() {
            guard let maker = steps.maker(of: steps[index].inputs[0]),
                let both = steps[maker].operation.absorbing(steps[index].operation)
            else { continue }
            steps[maker].operation = both
            steps[maker].outputs = steps[index].outputs
            steps[maker].description += ", \(steps[index].description)"
            steps.remove(at: index)
        }
    }

    /// A leaky ReLU behind a step that can store through one is no step of its own, unless its gradient would be shared
    /// with others, which it must not change.
    static func storeThroughTails(_ steps: inout [Step]) {
        for index in steps.indices.reversed() {
            guard let slope = steps[index].operation.leakySlope,
                let maker = steps.maker(of: steps[index].inputs[0]),
                steps[maker].traits.contains(.storesThroughTail), steps[maker].slope == nil,
                steps.taker(of: steps[index].outputs[0]).map({ !steps[$0].traits.contains(.sharesGradient) }) ?? true
            else { continue }
            steps[maker].slope = slope
            steps[maker].outputs = steps[index].outputs
            steps[maker].description += ", \(steps[index].description)"
            steps.remove(at: index)
        }
    }

    /// A product takes the sums of its output that normalisation wants.
    static func takeSumsForward(_ steps: inout [Step]) {
        for index in steps.indices where steps[index].traits.contains(.wantsSums) {
            guard let maker = steps.maker(of: steps[index].inputs[0]), steps[maker].traits.contains(.isProduct) else {
                continue
            }
            steps[maker].outputSums = index
            // A dense layer's bias for each value of a map is more than the channels' means take out.
            let hasMoreBiases = steps[maker].operation.shiftedChannels > steps[index].operation.shiftedChannels
            steps[maker].isNormalised = steps[maker].slope == nil && !hasMoreBiases
            steps[index].hasSums = true
        }
    }

    /// A product sends the gradient of its input back through the leaky ReLU that the input was stored through.
    static func sendGradientsThroughTails(_ steps: inout [Step]) {
        for index in steps.indices where steps[index].traits.contains(.isProduct) {
            guard let maker = steps.maker(of: steps[index].inputs[0]), steps[maker].slope != nil else { continue }
            steps[index].inputTail = maker
            steps[maker].isPastTail = true
        }
    }

    /// A product takes the sums of its input's gradient that normalisation wants.
    static func takeSumsBack(_ steps: inout [Step]) {
        for index in steps.indices where steps[index].traits.contains(.isProduct) {
            guard let maker = steps.maker(of: steps[index].inputs[0]), steps[maker].traits.contains(.wantsSums) else {
                continue
            }
            steps[index].inputSums = maker
            steps[maker].hasGradientSums = true
        }
    }
}

extension [Step] {
    /// The step that fills a slot; nil for the plan's input.
    func maker(of slot: Int) -> Int? { firstIndex { $0.outputs.contains(slot) } }

    /// The step that empties a slot; nil for the plan's output.
    func taker(of slot: Int) -> Int? { firstIndex { $0.inputs.contains(slot) } }
}
