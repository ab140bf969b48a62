extension Scale {
    /// About `count` labelled ticks (at least 2) along the axis, and small ones between on a logarithmic axis.
    func ticks(count: Int, for kind: ValueKind) -> [Tick] {
        if case .powersOfTwo(let powers) = kind { return LogarithmicTicks.ticks(at: powers, count: count) }
        if isLogarithmic { return LogarithmicTicks.ticks(from: lower, to: upper, count: count) }
        var wanted = max(2, count)
        while true {
            let ticks = LinearTicks(from: lower, to: upper, count: wanted, whole: kind == .whole && upper - lower >= 2)
                .ticks(from: lower, to: upper)
            // One number alone does not say how long the axis is, and two are few where there is room.
            if ticks.count >= (count < 4 ? 2 : 3) || wanted >= 8 { return ticks }
            wanted += 1
        }
    }
}
