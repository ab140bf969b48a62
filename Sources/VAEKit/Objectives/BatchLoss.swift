import TensorStreams

/// The loss of some items and its terms, in nats per image: sums over the items, so that batches of different sizes add up.
public struct BatchLoss: Equatable, Sendable {
    public var items = 0
    public var loss = 0.0
    /// What log, eval and checkpoint call the terms.
    public let names: [String]
    /// In the order of their names.
    var terms = SIMD16<Double>()
    /// Of a model of codes, whose terms that it says are no sums.
    package var usage = CodeUsage()

    /// - Parameter names: of sixteen terms at most.
    public init(_ names: [String]) { self.names = names }

    public static func += (sum: inout BatchLoss, batch: BatchLoss) {
        sum.items += batch.items
        sum.loss += batch.loss
        sum.terms += batch.terms
        sum.usage += batch.usage
    }

    /// The sum of a term; nil where there is none of that name.
    public subscript(name: String) -> Double? {
        get { names.firstIndex(of: name).map { terms[$0] } }
        set { if let place = names.firstIndex(of: name) { terms[place] = newValue ?? 0 } }
    }

    /// The loss and its terms, in the order of a log's columns.
    public var values: [Double] { [loss] + names.indices.map { terms[$0] } }

    /// Means over the items.
    public var mean: BatchLoss {
        var mean = self
        let count = Double(max(items, 1))
        (mean.items, mean.loss, mean.terms) = (min(items, 1), loss / count, terms / count)
        if usage.isEmpty { return mean }
        mean.usage = CodeUsage()
        for (name, value) in zip(CodeUsage.terms, [usage.perplexity, Double(usage.used)]) { mean[name] = value }
        return mean
    }

    /// The term whose mean is not finite as the log writes it, if any.
    public var brokenTerm: String? {
        let mean = mean
        for (place, name) in names.enumerated() where !Float(mean.terms[place]).isFinite { return name }
        return Float(mean.loss).isFinite ? nil : "loss"
    }
}

extension BatchLoss {
    /// Terms between the number of items and the loss.
    var json: JSON {
        var object: JSONObject = ["items": .integer(items)]
        for (place, name) in names.enumerated() { object[name] = .number(terms[place]) }
        object["loss"] = .number(loss)
        object["code_counts"] = usage.json
        return .object(object)
    }

    /// - Parameter names: of the terms that must be there.
    init?(json: JSON, names: [String]) {
        guard let items = json["items"]?.int, (0...1 << 53).contains(items), let loss = json["loss"]?.double else {
            return nil
        }
        self.init(names)
        (self.items, self.loss) = (items, loss)
        for (place, name) in names.enumerated() {
            guard let term = json[name]?.double else { return nil }
            terms[place] = term
        }
        guard let counts = json["code_counts"] else { return }
        guard let usage = CodeUsage(json: counts) else { return nil }
        self.usage = usage
    }
}
