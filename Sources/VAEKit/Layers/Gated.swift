/// `gated N`: two dense layers, one the gate of the other: h ⊙ σ(g) (Dauphin et al. 2016, as in Tomczak & Welling 2018).
///
/// In PyTorch a module with two `Linear`, `h` and `g`.
struct Gated: Layer {
    static let names = ["gated"]
    let outputs: Int
    var takesVector: Bool { true }

    init(_ words: inout LayerWords) throws(NetworkError) { outputs = try words.size() }

    var description: String { "gated \(outputs)" }
    var form: LayerForm { .gated(outputs: outputs) }

    func lower(_ input: Value, order: MapShape?, _ plan: inout PlanBuilder) throws(NetworkError) -> Value {
        let both = plan.dense(
            input, to: MapShape(channels: 2 * outputs),
            parts: [(outputs, "\(plan.name).h"), (outputs, "\(plan.name).g")]
        )
        return plan.append(GateOperation(outputs: outputs), both, to: MapShape(channels: outputs))
    }
}

/// The first half of the values, each times the sigmoid of one of the second.
struct GateOperation: Operation {
    let outputs: Int

    var traits: OperationTraits { .forgetsOutput }

    /// Where the values are in the input, and where what gates them.
    private func halves(_ site: Site) -> (values: Range<Int>, gates: Range<Int>) {
        let count = site.input().count
        return (0..<count / 2, count / 2..<count)
    }

    func forward(_ site: Site) {
        let (input, halves) = (site.input(), halves(site))
        ProductKernel.gate(input[halves.values], input[halves.gates], output: site.output(), team: site.team)
    }

    func backward(_ site: Site) {
        guard let gradient = site.inputGradient() else { return }
        let (input, halves) = (site.input(), halves(site))
        ProductKernel.gateBackward(
            input[halves.values], input[halves.gates], outputGradient: site.outputGradient(),
            inputGradient: gradient[halves.values], gateGradient: gradient[halves.gates], team: site.team)
    }
}
