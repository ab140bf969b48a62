extension Scale {
    /// About `count` labelled ticks (at least 2) along the axis, and small ones between on a logarithmic axis.
    func ticks(count: Int, whole: Bool) -> [Tick] {
        if isLogarithmic { return LogarithmicTicks.ticks(from: lower, to: upper, count: count) }
        var wanted = max(2, count)
        while true {
            let ticks = LinearTicks(from: lower, to: upper, count: wanted, whole: whole && upper - lower >= 2)
                .ticks(from: lower, to: upper)
            // One number alone does not say how long the axis is.
            if ticks.count >= 2 || wanted >= 8 { return ticks }
            wanted += 1
        }
    }
}
