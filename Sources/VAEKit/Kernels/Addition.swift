import Threads

/// Sums of values, place by place. Limited by memory.
enum AdditionKernel {
    /// `output = leaky(first + second)`; the output may be one of the two.
    static func add(_ first: Tensor, _ second: Tensor, slope: Float, output: MutableTensor, team: ThreadTeam) {
        let (x, y, sum) = (first.pointer, second.pointer, output.pointer)
        team.forEachRange(of: output.count / Tensor.lanes, grain: 1024) { range in
            for at in range.vectorPlaces {
                storeVector(leaky(loadVector(x + at) + loadVector(y + at), slope: slope), sum + at)
            }
        }
    }
}
