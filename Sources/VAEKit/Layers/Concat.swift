/// `concat [ LAYERS ] [ LAYERS ] …`: what each of the lists makes of the input, side by side as channels of one map, or as
/// parts of one vector. An empty list hands on the input itself.
///
/// In PyTorch a module with a `Sequential` for each list, called `0`, `1`, … .
struct Concat: Layer {
    static let names = ["concat"]
    let branches: [[LayerDescription]]

    init(_ words: inout LayerWords) throws(NetworkError) {
        var branches: [[LayerDescription]] = []
        while let branch = words.branch() { branches.append(branch) }
        guard branches.count > 1 else {
            throw NetworkError("'\(words.text)': it joins two lists or more, as in 'concat [conv 8] [conv 8 kernel 5]'")
        }
        self.branches = branches
    }

    var description: String {
        "concat" + branches.map { " [\(LayerLanguage.spell($0))]" }.joined()
    }
    var form: LayerForm { .concat }

    func lower(_ input: Value, order: MapShape?, _ plan: inout PlanBuilder) throws(NetworkError) -> Value {
        let ways = plan.fork(input, branches.count)
        var results: [Value] = []
        for (index, branch) in branches.enumerated() {
            results.append(try plan.lower(branch, ways[index], part: String(index)))
        }
        let first = results[0]
        for other in results {
            guard other.isFlat == first.isFlat, other.shape.height == first.shape.height,
                other.shape.width == first.shape.width, !other.isFlat || other.shape.pixels == 1
            else {
                throw plan.error("\(first.shape) and \(other.shape) cannot be joined: only channels may differ")
            }
        }
        var shape = first.shape
        shape.channels = results.reduce(0) { $0 + $1.shape.channels }
        let operation = JoinOperation(channels: results.map(\.shape.channels))
        return plan.append(operation, results, to: shape, isFlat: first.isFlat)
    }
}

/// Values side by side as channels of one map.
struct JoinOperation: Operation {
    /// Of each input.
    let channels: [Int]

    var traits: OperationTraits { [.forgetsOutput] }

    func forward(_ site: Site) {
        var place = 0
        for (number, width) in channels.enumerated() {
            site.output().copyChannels(
                width, of: site.input(number), from: 0, fromChannels: width, to: place, toChannels: total,
                columns: site.columns, team: site.team)
            place += width
        }
    }

    func backward(_ site: Site) {
        var place = 0
        for (number, width) in channels.enumerated() {
            site.inputGradient(number)?.copyChannels(
                width, of: site.outputGradient(), from: place, fromChannels: total, to: 0, toChannels: width,
                columns: site.columns, team: site.team)
            place += width
        }
    }

    private var total: Int { channels.reduce(0, +) }
}
