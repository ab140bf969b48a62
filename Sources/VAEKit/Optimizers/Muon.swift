import Threads

/// Updates of weights that are matrices by the orthogonal matrix next to the running mean of their gradients (Jordan 2024), as
/// long as those that Adam makes, so that both go by one rate (Liu et al. 2025).
///
/// A convolution is the matrix of its first dimension and all others. The first and the last weight of a model, and all that is
/// no weight of a layer, are left to Adam.
final class Muon {
    private struct Weight {
        let kernel: MuonKernel
        /// The factor on the rate of its group.
        let group: Double
        /// What makes an orthogonal matrix as long as an update of Adam.
        let length: Double
    }

    private let names: Set<String>
    /// Those that all threads work on together, and those that each is one thread's.
    private let large, small: [Weight]
    private let alone = ThreadTeam(threads: 1)
    /// Its parts of the parameters, in their order.
    let ranges: [Range<Int>]

    init(_ store: ParameterStore, groups: ParameterGroups) {
        let own = Self.matrices(of: store)
        names = Set(own.map(\.parameter.name))
        ranges = Self.united(own.map(\.kernel.range))
        let weights = own.map { parameter, kernel in
            Weight(
                kernel: kernel, group: groups.factor(of: parameter.name),
                length: 0.2 * Double(max(parameter.shape[0], parameter.count / parameter.shape[0])).squareRoot())
        }
        large = weights.filter { $0.kernel.isLarge }
        small = weights.filter { !$0.kernel.isLarge }
    }

    /// Whether it changes this parameter.
    func takes(_ parameter: Parameter) -> Bool { names.contains(parameter.name) }

    /// The parts of so many parameters that it does not change.
    func others(of count: Int) -> [Range<Int>] {
        let starts = [0] + ranges.map(\.upperBound)
        return zip(starts, ranges.map(\.lowerBound) + [count]).map { $0..<$1 }.filter { !$0.isEmpty }
    }

    private static func matrices(of store: ParameterStore) -> [(parameter: Parameter, kernel: MuonKernel)] {
        let weights = store.parameters.compactMap { parameter in parameter.matrix.map { (parameter, $0) } }
        guard let first = weights.first?.1.range, let last = weights.last?.1.range else { return [] }
        return weights.filter { !$0.1.range.overlaps(first) && !$0.1.range.overlaps(last) }
    }

    /// The vectors of several weights, each once: two heads have some in common.
    private static func united(_ ranges: [Range<Int>]) -> [Range<Int>] {
        ranges.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { united, range in
            if let last = united.last, last.upperBound >= range.lowerBound {
                united[united.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                united.append(range)
            }
        }
    }

    /// - Parameters:
    ///   - momentum: the running means of the gradients.
    ///   - rate: of this step.
    ///   - scale: of the gradients.
    func update(
        _ parameters: MutableTensor, _ gradients: Tensor, momentum: MutableTensor, settings: OptimizerSettings,
        rate: Double, scale: Float, team: ThreadTeam
    ) {
        func update(_ weight: Weight, _ team: ThreadTeam) {
            let rate = rate * weight.group
            let step = MuonKernel.Change(
                gradientScale: scale, momentum: Float(settings.momentum), rate: Float(rate * weight.length),
                shrink: Float(1 - rate * settings.weightDecay))
            weight.kernel.update(parameters, gradients: gradients, momentum: momentum, step, team: team)
        }
        for weight in large { update(weight, team) }
        team.forEach(small.count) { update(small[$0], alone) }
    }
}

extension MuonKernel {
    /// Whether it is worth more than one thread.
    fileprivate var isLarge: Bool { side > 128 }
}

extension Parameter {
    /// What changes the weight of a layer; nil for what is none.
    fileprivate var matrix: MuonKernel? {
        guard case .weight = role, case .panels(let offset, let row, let target, let source, let taps) = order else {
            return nil
        }
        return MuonKernel(offset: offset, first: row, inputs: source.count * taps, outputs: target.count)
    }
}
