import Threads

/// Values kept within 0 and 1 (PyTorch's `hardtanh` of these bounds). Limited by memory.
enum ClipKernel {
    static func clip(_ input: Tensor, output: MutableTensor, team: ThreadTeam) {
        let (x, y) = (input.pointer, output.pointer)
        team.forEachRange(of: input.count / Tensor.lanes, grain: 1024) { range in
            for at in range.vectorPlaces {
                storeVector(minimum(maximum(loadVector(x + at), .zero), .one), y + at)
            }
        }
    }

    /// The gradient passes where the input lies between the bounds.
    static func backward(_ input: Tensor, outputGradient: Tensor, inputGradient: MutableTensor, team: ThreadTeam) {
        let (x, from, to) = (input.pointer, outputGradient.pointer, inputGradient.pointer)
        team.forEachRange(of: input.count / Tensor.lanes, grain: 1024) { range in
            for at in range.vectorPlaces {
                let value = loadVector(x + at)
                let isWithin = (value .> 0) .& (value .< 1)
                storeVector(Vector.zero.replacing(with: loadVector(from + at), where: isWithin), to + at)
            }
        }
    }
}
