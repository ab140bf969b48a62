/// `avgpool SIZE [stride S]` and `maxpool SIZE [stride S]`: the mean or the maximum of square windows of a map (PyTorch's
/// `AvgPool2d` and `MaxPool2d`); the stride is the size where nothing else is said. `upsample FACTOR` repeats each pixel so
/// often in both directions (PyTorch's `Upsample` with `mode="nearest"`).
struct Pooling: Layer {
    static let names = ["avgpool", "maxpool", "upsample"]

    private enum Kind: String {
        case avgpool, maxpool, upsample
    }

    private let kind: Kind
    private let size: Int
    private let stride: Int

    init(_ words: inout LayerWords) throws(NetworkError) {
        kind = Kind(rawValue: String(words.name)) ?? .avgpool
        size = try words.size()
        stride = kind == .upsample ? size : try words.options(["stride"])["stride"] ?? size
    }

    var description: String { "\(kind.rawValue) \(size)" + (stride == size ? "" : " stride \(stride)") }

    var form: LayerForm {
        switch kind {
        case .avgpool: .averagePool(size: size, stride: stride)
        case .maxpool: .maximumPool(size: size, stride: stride)
        case .upsample: .upsample(factor: size)
        }
    }

    func lower(_ input: Value, order: MapShape?, _ plan: inout PlanBuilder) throws(NetworkError) -> Value {
        let map = input.shape
        guard !input.isFlat || map.pixels == 1 && input.slot == 0 else { throw plan.error("it needs a map") }
        if kind == .upsample {
            guard size <= 64, map.count <= (1 << 24) / (size * size) else { throw plan.error("its map is too large") }
            let large = MapShape(channels: map.channels, height: map.height * size, width: map.width * size)
            return plan.append(
                UpsampleOperation(small: map, large: large, factor: size), input, to: large, isFlat: false)
        }
        guard size <= min(map.height, map.width) else {
            throw plan.error("a window of \(size)×\(size) does not fit a map of \(map)")
        }
        let reduced = MapShape(
            channels: map.channels, height: (map.height - size) / stride + 1, width: (map.width - size) / stride + 1)
        let windows = PoolingWindows(map: map, reduced: reduced, size: size, stride: stride)
        return kind == .avgpool
            ? plan.append(AveragePoolOperation(windows: windows), input, to: reduced, isFlat: false)
            : plan.append(MaximumPoolOperation(windows: windows), input, to: reduced, isFlat: false)
    }
}

struct PoolingWindows: Sendable {
    let map: MapShape
    let reduced: MapShape
    let size: Int
    let stride: Int

    func kernel(columns: Int) -> WindowKernel {
        WindowKernel(map: map, reduced: reduced, size: size, stride: stride, columns: columns)
    }
}

struct AveragePoolOperation: Operation {
    let windows: PoolingWindows

    var traits: OperationTraits { .forgetsOutput }

    private var factor: Float { 1 / Float(windows.size * windows.size) }

    func forward(_ site: Site) {
        windows.kernel(columns: site.columns).sum(site.input(), into: site.output(), factor: factor, team: site.team)
    }

    func backward(_ site: Site) {
        guard let gradient = site.inputGradient() else { return }
        windows.kernel(columns: site.columns).spread(
            site.outputGradient(), into: gradient, factor: factor, team: site.team)
    }
}

/// What is kept: the pixel of each window that was its maximum.
struct MaximumPoolOperation: Operation {
    let windows: PoolingWindows

    var traits: OperationTraits { .forgetsOutput }

    func keptCount(columns: Int) -> Int { windows.reduced.count * columns }

    private func taps(_ site: Site) -> MutableTensor { site.kept[0..<windows.reduced.count * site.columns] }

    func forward(_ site: Site) {
        windows.kernel(columns: site.columns).maximum(
            site.input(), into: site.output(), taps: taps(site), team: site.team)
    }

    func backward(_ site: Site) {
        guard let gradient = site.inputGradient() else { return }
        windows.kernel(columns: site.columns).spreadMaximum(
            site.outputGradient(), taps: Tensor(taps(site)), into: gradient, team: site.team)
    }
}

struct UpsampleOperation: Operation {
    let small: MapShape
    let large: MapShape
    let factor: Int

    var traits: OperationTraits { .forgetsOutput }

    private func kernel(_ site: Site) -> WindowKernel {
        WindowKernel(map: large, reduced: small, size: factor, stride: factor, columns: site.columns)
    }

    func forward(_ site: Site) {
        kernel(site).spread(site.input(), into: site.output(), factor: 1, team: site.team)
    }

    func backward(_ site: Site) {
        guard let gradient = site.inputGradient() else { return }
        kernel(site).sum(site.outputGradient(), into: gradient, factor: 1, team: site.team)
    }
}
