/// A loss as a row of numbers, for other ranks.
extension BatchLoss {
    /// Its items, loss and terms; how many codebooks there are; how many codes each has, and how often each was used.
    var numbers: [Double] {
        let books = usage.counts.flatMap { [Double($0.count)] + $0.map { Double($0) } }
        return [Double(items)] + values + [Double(usage.counts.count)] + books
    }

    /// Takes the numbers of a loss from the front of others.
    init(_ names: [String], takingFrom numbers: inout ArraySlice<Double>) {
        self.init(names)
        (items, loss) = (Int(numbers.removeFirst()), numbers.removeFirst())
        for place in names.indices { terms[place] = numbers.removeFirst() }
        usage = CodeUsage(
            counts: (0..<Int(numbers.removeFirst())).map { _ in
                let codes = Int(numbers.removeFirst())
                defer { numbers = numbers.dropFirst(codes) }
                return numbers.prefix(codes).map { Int($0) }
            })
    }
}
