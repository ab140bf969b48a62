/// `shuffle FACTOR`: so many channels become pixels in both directions: channel c · FACTOR² + i · FACTOR + j of a pixel is
/// channel c of the pixel i down and j to the right of the corner that it grows to (Shi et al. 2016; PyTorch's
/// `PixelShuffle`).
struct PixelShuffle: Layer {
    static let names = ["shuffle"]
    private let factor: Int

    init(_ words: inout LayerWords) throws(NetworkError) { factor = try words.size() }

    var description: String { "shuffle \(factor)" }
    var form: LayerForm { .pixelShuffle(factor: factor) }

    func lower(_ input: Value, order: MapShape?, _ plan: inout PlanBuilder) throws(NetworkError) -> Value {
        let map = input.shape
        guard !input.isFlat else { throw plan.error("it needs a map") }
        guard factor <= 64, map.channels % (factor * factor) == 0 else {
            throw plan.error("\(map.channels) channels do not divide by \(factor)×\(factor)")
        }
        let channels = map.channels / (factor * factor)
        let large = MapShape(channels: channels, height: map.height * factor, width: map.width * factor)
        return plan.append(PixelShuffleOperation(small: map, factor: factor), input, to: large, isFlat: false)
    }
}

struct PixelShuffleOperation: Operation {
    let small: MapShape
    let factor: Int

    var traits: OperationTraits { .forgetsOutput }

    private func kernel(_ site: Site) -> PixelShuffleKernel {
        PixelShuffleKernel(small: small, factor: factor, columns: site.columns)
    }

    func forward(_ site: Site) { kernel(site).spread(site.input(), into: site.output(), team: site.team) }

    func backward(_ site: Site) {
        guard let gradient = site.inputGradient() else { return }
        kernel(site).gather(site.outputGradient(), into: gradient, team: site.team)
    }
}
