/// What is written of one layer, taken from the front.
struct LayerWords {
    /// Sizes beyond this are a slip of the keyboard, not a network that could be trained.
    static let largestSize = 1 << 20

    /// For messages.
    let text: String
    let name: Substring
    private var rest: ArraySlice<Substring>
    /// The layers in each of its brackets.
    var branches: [[LayerDescription]] = []

    init(text: String, name: Substring, rest: ArraySlice<Substring>) {
        (self.text, self.name, self.rest) = (text, name, rest)
    }

    /// A whole number of at least 1.
    mutating func size() throws(NetworkError) -> Int {
        guard let word = rest.popFirst() else { throw NetworkError("'\(text)': a size is missing") }
        guard let value = Int(word), value >= 1, value <= Self.largestSize else {
            throw NetworkError("'\(text)': '\(word)' must be a whole number from 1 to \(Self.largestSize)")
        }
        return value
    }

    /// A number from 0 to 1; nil where none is written.
    mutating func fraction(_ what: String) throws(NetworkError) -> Float? {
        guard let word = rest.popFirst() else { return nil }
        guard let value = Float(word), value >= 0, value <= 1 else {
            throw NetworkError("'\(text)': \(what) '\(word)' must be a number from 0 to 1")
        }
        return value
    }

    /// Small whole numbers, each behind its name; paddings may be 0.
    mutating func options(_ names: [String]) throws(NetworkError) -> [String: Int] {
        try sides(names).mapValues { $0.height }
    }

    /// The same, of which some may differ between the sides of a map.
    mutating func sides(_ names: [String], apart: [String] = []) throws(NetworkError) -> [String: Sides] {
        var values: [String: Sides] = [:]
        while let name = rest.popFirst().map(String.init) {
            guard names.contains(name) else {
                throw NetworkError("'\(text)': '\(name)' is not one of \(names.joined(separator: ", "))")
            }
            let least = name.hasSuffix("padding") ? 0 : 1
            guard let word = rest.popFirst(), let value = Sides(word, in: least...64, apart: apart.contains(name))
            else {
                throw NetworkError("'\(text)': \(name) needs a whole number from \(least) to 64")
            }
            guard values.updateValue(value, forKey: name) == nil else {
                throw NetworkError("'\(text)': \(name) is given twice")
            }
        }
        return values
    }

    /// The layers in a bracket; nil where there are no more brackets.
    mutating func branch() -> [LayerDescription]? { branches.isEmpty ? nil : branches.removeFirst() }

    /// Throws where something is left over.
    func finish() throws(NetworkError) {
        if let extra = rest.first { throw NetworkError("'\(text)': '\(extra)' is not expected there") }
        if !branches.isEmpty { throw NetworkError("'\(text)': a bracket is not expected there") }
    }
}
