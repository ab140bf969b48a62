import Threads

/// Products of values with values, place by place. Limited by memory.
enum ProductKernel {
    /// `output = factors · input`.
    static func scale(_ input: Tensor, by factors: Tensor, output: MutableTensor, team: ThreadTeam) {
        let (x, y, f) = (input.pointer, output.pointer, factors.pointer)
        team.forEachRange(of: output.count / Tensor.lanes, grain: 512) { range in
            for at in range.vectorPlaces {
                storeVector(loadVector(x + at) * loadVector(f + at), y + at)
            }
        }
    }

    /// `output = input · sigmoid(gate)`, a gated linear unit (Dauphin et al. 2016).
    static func gate(_ input: Tensor, _ gate: Tensor, output: MutableTensor, team: ThreadTeam) {
        let (x, g, y) = (input.pointer, gate.pointer, output.pointer)
        team.forEachRange(of: output.count / Tensor.lanes, grain: 512) { range in
            for at in range.vectorPlaces {
                storeVector(loadVector(x + at) * sigmoid(loadVector(g + at)), y + at)
            }
        }
    }

    /// The gradients for `gate`'s input and gate.
    static func gateBackward(
        _ input: Tensor, _ gate: Tensor, outputGradient: Tensor, inputGradient: MutableTensor,
        gateGradient: MutableTensor, team: ThreadTeam
    ) {
        let (x, g, from) = (input.pointer, gate.pointer, outputGradient.pointer)
        let (toInput, toGate) = (inputGradient.pointer, gateGradient.pointer)
        team.forEachRange(of: outputGradient.count / Tensor.lanes, grain: 512) { range in
            for at in range.vectorPlaces {
                let share = sigmoid(loadVector(g + at))
                let gradient = loadVector(from + at)
                storeVector(gradient * share, toInput + at)
                storeVector(gradient * loadVector(x + at) * share * (1 - share), toGate + at)
            }
        }
    }
}

extension MutableTensor {
    /// Multiplies every number.
    func scale(by factor: Float) {
        for at in stride(from: 0, to: count, by: Tensor.lanes) {
            storeVector(loadVector(pointer + at) * factor, pointer + at)
        }
    }
}
