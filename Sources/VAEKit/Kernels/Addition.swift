import Threads

/// Sums of values, place by place. Limited by memory.
enum AdditionKernel {
    /// `output = leaky(first + second)`; the output may be one of the two.
    static func add(_ first: Tensor, _ second: Tensor, slope: Float, output: Tensor, team: ThreadTeam) {
        let (x, y, sum) = (first.pointer, second.pointer, output.pointer)
        team.forEachRange(of: output.count / 16, grain: 1024) { range in
            for at in stride(from: range.lowerBound * 16, to: range.upperBound * 16, by: 16) {
                storeVector(leaky(loadVector(x + at) + loadVector(y + at), slope: slope), sum + at)
            }
        }
    }
}
