/// `dropout [RATE]`: in training each value is set to 0 with this probability, 0.5 where nothing is said, and the others
/// are enlarged to keep the mean (Srivastava et al. 2014; PyTorch's `Dropout`).
struct Dropout: Layer {
    static let names = ["dropout"]
    let rate: Float

    init(_ words: inout LayerWords) throws(NetworkError) {
        rate = try words.fraction("the rate") ?? 0.5
        guard rate < 1 else { throw NetworkError("'\(words.text)': a rate of 1 would leave nothing") }
    }

    var description: String { "dropout \(rate)" }
    var form: LayerForm { .dropout(rate: rate) }

    func order(ofInput later: MapShape?) -> MapShape? { later }

    func lower(_ input: Value, order: MapShape?, _ plan: inout PlanBuilder) throws(NetworkError) -> Value {
        plan.append(DropoutOperation(map: input.shape, rate: rate, number: plan.layout.takeNoise()), input)
    }
}

/// What is kept: the factor on each value.
struct DropoutOperation: Operation {
    let map: MapShape
    let rate: Float
    /// Of the model's layers that draw.
    let number: UInt64

    var traits: OperationTraits { .overwritesGradient }

    func keptCount(columns: Int) -> Int { map.count * columns }

    func forward(_ site: Site) {
        guard let source = site.pass.noise else { return site.output().copy(from: site.input()) }
        let factors = factors(site)
        DropoutKernel(rate: rate, source: source.derived(number)).fill(
            factors, map: map, items: site.pass.items, columns: site.columns, first: site.pass.firstItem,
            team: site.team)
        ProductKernel.scale(site.input(), by: Tensor(factors), output: site.output(), team: site.team)
    }

    func backward(_ site: Site) {
        guard let gradient = site.inputGradient() else { return }
        ProductKernel.scale(site.outputGradient(), by: Tensor(factors(site)), output: gradient, team: site.team)
    }

    private func factors(_ site: Site) -> MutableTensor { site.kept[0..<map.count * site.columns] }
}
