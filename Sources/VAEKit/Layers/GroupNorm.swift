/// `groupnorm GROUPS`: normalisation of each item over groups of channels (PyTorch's `GroupNorm`); and `layernorm`, over all
/// values of an item, with a scale and a shift for each of them (PyTorch's `LayerNorm` of the item's shape).
struct GroupNorm: Layer {
    static let names = ["groupnorm", "layernorm"]
    /// nil is layer normalisation.
    let groups: Int?

    init(_ words: inout LayerWords) throws(NetworkError) { groups = words.name == "layernorm" ? nil : try words.size() }

    var description: String { groups.map { "groupnorm \($0)" } ?? "layernorm" }
    var form: LayerForm { .groupNorm(groups: groups, epsilon: GroupNormKernel.epsilon) }

    func order(ofInput later: MapShape?) -> MapShape? { later }

    func lower(_ input: Value, order: MapShape?, _ plan: inout PlanBuilder) throws(NetworkError) -> Value {
        let channels = input.isFlat ? input.shape.count : input.shape.channels
        let groups = groups ?? 1
        guard channels % groups == 0 else { throw plan.error("\(channels) channels are not \(groups) groups alike") }
        guard groups == 1 || !input.isFlat || input.shape.pixels == 1 else {
            throw plan.error("a flattened map has no groups of channels: put it before 'flatten'")
        }
        let isPerValue = self.groups == nil
        let affine = isPerValue || input.isFlat ? input.shape : MapShape(channels: channels)
        let operation = GroupNormOperation(
            shape: input.isFlat ? MapShape(channels: channels) : input.shape, groups: groups, isPerValue: isPerValue,
            scale: plan.layout.reserve(affine.count), shift: plan.layout.reserve(affine.count))
        let isMap = isPerValue && !input.isFlat
        for (suffix, role, range) in [
            ("weight", Parameter.Role.scale, operation.scale), ("bias", .shift, operation.shift),
        ] {
            plan.layout.add(
                "\(plan.name).\(suffix)",
                shape: isMap ? [affine.channels, affine.height, affine.width] : [affine.count], role: role,
                order: .vector(offset: range.lowerBound, map: affine))
        }
        return plan.append(operation, input)
    }
}

struct GroupNormOperation: Operation {
    let shape: MapShape
    let groups: Int
    let isPerValue: Bool
    let scale: Range<Int>
    let shift: Range<Int>

    /// What stands behind it and is no function of its own output: SiLU or GELU.
    private(set) var activation: ActivationFunction?

    var traits: OperationTraits {
        let traits: OperationTraits = [.learns, .forgetsOutput, .overwritesGradient]
        return activation == nil ? traits.union(.storesThroughTail) : traits
    }

    func absorbing(_ next: any Operation) -> (any Operation)? {
        guard activation == nil, let function = (next as? ActivationOperation)?.function, !function.worksInPlace else {
            return nil
        }
        var both = self
        both.activation = function
        return both
    }

    /// Where each value has a scale of its own, it is all the same which are a pixel's.
    private func kernel(columns: Int) -> GroupNormKernel {
        GroupNormKernel(
            pixels: isPerValue ? shape.count : shape.pixels, channels: isPerValue ? 1 : shape.channels, groups: groups,
            isPerValue: isPerValue, columns: columns)
    }

    func keptCount(columns: Int) -> Int { kernel(columns: columns).keptCount }

    func workCount(columns: Int, training: Bool) -> Int {
        kernel(columns: columns).workCount + (training ? 2 * scale.count : 0)
    }

    func forward(_ site: Site) {
        let function = activation ?? (site.slope == 1 ? nil : .leaky(site.slope))
        kernel(columns: site.columns).forward(
            site.input(), scale: site.parameters[scale], shift: site.parameters[shift], through: function,
            output: site.output(), kept: site.kept, work: site.work, team: site.team)
    }

    func backward(_ site: Site) {
        let affine = 2 * scale.count
        let (scales, shifts) = (site.work[0..<scale.count], site.work[scale.count..<affine])
        kernel(columns: site.columns).backward(
            site.input(), scale: site.parameters[scale], shift: site.parameters[shift], through: activation,
            outputGradient: site.outputGradient(), inputGradient: site.inputGradient(), scaleGradient: scales,
            shiftGradient: shifts, kept: Tensor(site.kept), work: site.work[affine..<site.work.count], team: site.team)
        site.gradients.take(scale, team: site.team) { $0.copy(from: Tensor(scales)) }
        site.gradients.take(shift, team: site.team) { $0.copy(from: Tensor(shifts)) }
    }
}
