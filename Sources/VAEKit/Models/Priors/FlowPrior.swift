/// A standard normal, changed by affine couplings that take turns at the two halves of the coordinates (real NVP, Dinh et al.
/// 2017): log p(z) = log N(u; 0, 1) − Σ scale, where u is what the couplings make of z.
final class FlowPrior: LatentPrior {
    private let couplings: [Coupling]
    private let networks: [Workspace]
    private let latent: Int
    /// What each coupling makes of what the one before it did, latent × columns.
    private let values: [MutableTensor]
    private let gradient: MutableTensor
    /// By column: −Σ scale, and log p(z).
    private let logs: MutableTensor
    private let densities: MutableTensor
    /// The outputs of the couplings' networks, on the way forward.
    private var outputs: [MutableTensor]

    /// Which coordinates a coupling keeps and which it changes, and its network, from those to a scale and a shift for each of
    /// these.
    struct Coupling: Sendable {
        let kept: Range<Int>
        let changed: Range<Int>
        let network: Plan

        /// So many couplings, one after the other.
        static func list(
            _ count: Int, latent: Int, hidden: Int, _ layout: inout ParameterLayout
        ) throws(NetworkError) -> [Coupling] {
            var list: [Coupling] = []
            for number in 0..<count { list.append(try Coupling(number, latent: latent, hidden: hidden, &layout)) }
            return list
        }

        /// Coupling `number` of a flow: two layers of hidden units, and `scale` and `shift`, which begin at 0, so that the flow
        /// begins as the standard normal. Its parameters are `prior.NUMBER.0.weight` and so on.
        init(
            _ number: Int, latent: Int, hidden: Int, _ layout: inout ParameterLayout
        ) throws(NetworkError) {
            let half = (latent + 1) / 2
            (kept, changed) = number % 2 == 0 ? (0..<half, half..<latent) : (half..<latent, 0..<half)
            let name = "prior.\(number)"
            var builder = PlanBuilder(
                name, heads: name, input: MapShape(channels: kept.count), layout: layout)
            let layer: [LayerDescription] = [.dense(outputs: hidden), .activation(.leaky(0.01))]
            let units = try builder.lower(layer + layer, builder.input)
            let count = changed.count
            let output = builder.dense(
                units, to: MapShape(channels: 2 * count), parts: [(count, "\(name).scale"), (count, "\(name).shift")],
                isZero: true)
            network = builder.plan(output, wantsInputGradient: true)
            layout = builder.layout
        }
    }

    /// - Parameters:
    ///   - capacity: columns of the widest batch.
    ///   - training: whether there will be a way back.
    init(_ couplings: [Coupling], capacity: Int, training: Bool) {
        let latent = couplings[0].kept.count + couplings[0].changed.count
        (self.couplings, self.latent) = (couplings, latent)
        var networks: [Workspace] = []
        for coupling in couplings {
            networks.append(
                Workspace(coupling.network, columns: capacity, training: training, sharing: networks.first))
        }
        self.networks = networks
        values = couplings.map { _ in MutableTensor(zeros: latent * capacity) }
        gradient = MutableTensor(zeros: training ? latent * capacity : 0)
        logs = MutableTensor(zeros: capacity)
        densities = MutableTensor(zeros: capacity)
        outputs = []
    }

    func logDensities(of sample: Tensor, _ pass: Pass) -> Tensor {
        let changes = logs[0..<pass.columns]
        changes.fill(0)
        outputs = []
        var input = sample
        for (number, coupling) in couplings.enumerated() {
            let output = values[number][0..<latent * pass.columns]
            let (kept, changed) = (places(coupling.kept, pass), places(coupling.changed, pass))
            outputs.append(networks[number].forward(input[kept], pass))
            output[kept].copy(from: input[kept])
            kernel(coupling, pass).normalise(
                input[changed], network: Tensor(outputs[number]), output: output[changed], logs: changes,
                team: pass.team)
            input = Tensor(output)
        }
        let result = densities[0..<pass.columns]
        base(pass).densities(of: input, result, team: pass.team)
        add(Tensor(changes), to: result, pass)
        return Tensor(result)
    }

    func differentiate(weights: Tensor, adding sampleGradient: MutableTensor, _ use: GradientUse, _ pass: Pass) {
        let gradient = gradient[0..<latent * pass.columns]
        gradient.fill(0)
        let last = Tensor(values[couplings.count - 1])[0..<gradient.count]
        base(pass).differentiateDensities(of: last, weights: weights, adding: gradient, team: pass.team)
        for (number, coupling) in couplings.enumerated().reversed() {
            let (kept, changed) = (places(coupling.kept, pass), places(coupling.changed, pass))
            kernel(coupling, pass).backward(
                output: Tensor(values[number])[changed], network: outputs[number], weights: weights,
                gradient: gradient[changed], team: pass.team)
            guard let back = networks[number].backward(outputs[number], use, pass) else { continue }
            add(Tensor(back), to: gradient[kept], pass)
        }
        add(Tensor(gradient), to: sampleGradient, pass)
    }

    private func add(_ gradient: Tensor, to sum: MutableTensor, _ pass: Pass) {
        AdditionKernel.add(Tensor(sum), gradient, slope: 1, output: sum, team: pass.team)
    }

    func generate(_ noise: MutableTensor, choices: [Float], _ pass: Pass) {
        for (number, coupling) in couplings.enumerated().reversed() {
            let output = networks[number].forward(Tensor(noise)[places(coupling.kept, pass)], pass)
            kernel(coupling, pass).generate(
                noise[places(coupling.changed, pass)], network: Tensor(output), team: pass.team)
        }
    }

    private func places(_ rows: Range<Int>, _ pass: Pass) -> Range<Int> {
        rows.lowerBound * pass.columns..<rows.upperBound * pass.columns
    }

    private func kernel(_ coupling: Coupling, _ pass: Pass) -> CouplingKernel {
        CouplingKernel(rows: coupling.changed.count, columns: pass.columns)
    }

    private func base(_ pass: Pass) -> StandardNormalKernel {
        StandardNormalKernel(latent: latent, columns: pass.columns)
    }
}
