import VAEKit

extension GraphBuilder {
    /// Batch normalisation by running statistics.
    mutating func batchNorm(_ input: String, _ name: String, _ epsilon: Float) -> String {
        let statistics = ["weight", "bias", "running_mean", "running_var"].map { weight("\(name).\($0)") }
        return add("BatchNormalization", [input] + statistics, [("epsilon", .float(epsilon))])
    }

    /// Normalisation of each group of an item, as that of as many channels of one item: an operator of its own came late, and
    /// OpenCV takes what scales behind the last Reshape for one of maps.
    mutating func groupNorm(
        _ input: ItemValue, _ name: String, groups: Int, isPerValue: Bool, _ epsilon: Float
    ) -> String {
        let sizes = [groups, input.item.map.count / groups]
        let rows = add(
            "InstanceNormalization",
            [reshape(input.name, [-1] + sizes), filled(1, [groups]), filled(0, [groups])],
            [("epsilon", .float(epsilon))])
        if isPerValue || input.item.isVector {
            return reshape(scale(rows, name, sizes), input.item.sizes)
        }
        return scale(reshape(rows, input.item.sizes), name, [input.item.map.channels, 1, 1])
    }

    /// Scale and shift of a layer, in a shape that goes with each item.
    private mutating func scale(_ input: String, _ name: String, _ shape: [Int]) -> String {
        let (scale, shift) = (weight("\(name).weight"), weight("\(name).bias"))
        return add("Add", [add("Mul", [input, reshape(scale, shape)]), reshape(shift, shape)])
    }

    /// Attention over the pixels of a map, which are columns here, a row a channel: Softmax(QᵀK / √d) of each head, and of V the
    /// means by that.
    mutating func attention(_ input: ItemValue, _ name: String, heads: Int) -> String {
        let map = input.item.map
        let depth = map.channels / heads
        let all = project(
            reshape(input.name, [-1, map.channels, map.pixels]),
            weight: "\(name).in_proj_weight", bias: "\(name).in_proj_bias", rows: 3 * map.channels)
        let split = [Int](repeating: map.channels, count: 3)
        let parts = add("Split", [all, integers(split)], [("axis", .integer(1))], outputs: 3)
            .map { reshape($0, [-1, heads, depth, map.pixels]) }
        let scores = add("MatMul", [transpose(parts[0], [0, 1, 3, 2]), parts[1]])
        let scaled = add("Mul", [scores, number(1 / Float(depth).squareRoot())])
        let shares = add("Softmax", [scaled], [("axis", .integer(-1))])
        let seen = add("MatMul", [parts[2], transpose(shares, [0, 1, 3, 2])])
        let output = project(
            reshape(seen, [-1, map.channels, map.pixels]),
            weight: "\(name).out_proj.weight", bias: "\(name).out_proj.bias", rows: map.channels)
        return reshape(output, input.item.sizes)
    }

    /// The same dense layer for every column.
    private mutating func project(_ input: String, weight: String, bias: String, rows: Int) -> String {
        let product = add("MatMul", [self.weight(weight), input])
        return add("Add", [product, reshape(self.weight(bias), [rows, 1])])
    }
}
