/// `groupnorm GROUPS`: normalisation of each item over groups of channels (PyTorch's `GroupNorm`); and `layernorm`, over all
/// values of an item, with a scale and a shift for each of them (PyTorch's `LayerNorm` of the item's shape).
struct GroupNorm: Layer {
    static let names = ["groupnorm", "layernorm"]
    /// nil is layer normalisation.
    let groups: Int?

    init(_ words: inout LayerWords) throws(NetworkError) { groups = words.name == "layernorm" ? nil : try words.size() }

    var description: String { groups.map { "groupnorm \($0)" } ?? "layernorm" }

    func order(ofInput later: MapShape?) -> MapShape? { later }

    func lower(_ input: Value, order: MapShape?, _ plan: inout PlanBuilder) throws(NetworkError) -> Value {
        let channels = input.isFlat ? input.shape.count : input.shape.channels
        let groups = groups ?? 1
        guard channels % groups == 0 else { throw plan.error("\(channels) channels are not \(groups) groups alike") }
        guard groups == 1 || !input.isFlat || input.shape.pixels == 1 else {
            throw plan.error("a flattened map has no groups of channels: put it before 'flatten'")
        }
        let isPerValue = self.groups == nil
        let affine = isPerValue ? input.shape : MapShape(channels: channels)
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

    var traits: OperationTraits { [.learns, .storesThroughTail, .forgetsOutput, .overwritesGradient] }

    private func kernel(columns: Int) -> GroupNormKernel {
        GroupNormKernel(
            pixels: shape.pixels, channels: shape.channels, groups: groups, isPerValue: isPerValue, columns: columns)
    }

    func keptCount(columns: Int) -> Int { kernel(columns: columns).keptCount }
    func workCount(columns: Int, training: Bool) -> Int { training ? 2 * scale.count : 0 }

    func forward(_ site: Site) {
        kernel(columns: site.columns).forward(
            site.input(), scale: site.parameters[scale], shift: site.parameters[shift], slope: site.slope,
            output: site.output(), kept: site.kept, team: site.team)
    }

    func backward(_ site: Site) {
        let (kernel, gradient) = (kernel(columns: site.columns), site.outputGradient())
        let (scales, shifts) = (site.work[0..<scale.count], site.work[scale.count..<2 * scale.count])
        kernel.affineGradients(
            site.input(), outputGradient: gradient, kept: Tensor(site.kept), scaleGradient: scales,
            shiftGradient: shifts,
            team: site.team)
        if let inputGradient = site.inputGradient() {
            kernel.backward(
                site.input(), scale: site.parameters[scale], outputGradient: gradient, inputGradient: inputGradient,
                kept: Tensor(site.kept), team: site.team)
        }
        site.gradients.take(scale, team: site.team) { $0.copy(from: Tensor(scales)) }
        site.gradients.take(shift, team: site.team) { $0.copy(from: Tensor(shifts)) }
    }
}
