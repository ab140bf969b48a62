import TensorStreams

/// The items with given numbers, in the order of the numbers; an item can come several times.
struct NumberedItems: ItemSource {
    /// The distinct items, in the order of the stream.
    private let items: TensorBatch
    /// Where in `items` each item to write is.
    private let places: [Int]
    private var next = 0

    /// Reads the items from the files, passing over all others.
    init(_ files: IDXFiles, numbers: ItemNumbers, labels: Labels?, only: Set<Int>?) throws {
        var files = files
        let format = try files.format()
        var wanted = numbers.numbers
        if let labels, let beyond = wanted.first(where: { $0.number >= labels.values.count }) {
            throw ItemNumbersError.beyond(numbers.name, beyond, in: labels.name, count: labels.values.count)
        }
        if let only {
            guard let labels else { throw LabelsError.needed(files.name, format) }
            wanted = wanted.filter { only.contains(labels.values[$0.number]) }
        }
        let distinct = Set(wanted.map(\.number)).sorted()
        var items = TensorBatch(empty: format)
        var position = 0
        for number in distinct {
            position += try files.skip(number - position)
            guard position == number, let item = try files.next(atMost: 1) else {
                let beyond = wanted.first { $0.number == number } ?? ItemNumbers.Entry(line: 1, number: number)
                throw ItemNumbersError.beyond(numbers.name, beyond, in: files.name, count: position)
            }
            items.append(item)
            position += 1
        }
        self.items = items
        let place = Dictionary(uniqueKeysWithValues: distinct.enumerated().map { ($1, $0) })
        places = wanted.compactMap { place[$0.number] }
    }

    /// The items are in memory.
    var canBeReadAgain: Bool { true }

    func rewound() -> NumberedItems {
        var again = self
        again.next = 0
        return again
    }

    func format() -> ItemFormat { items.format }

    mutating func next(atMost count: Int) -> TensorBatch? {
        guard next < places.count else { return nil }
        let end = next + min(count, places.count - next)
        defer { next = end }
        return items.items(at: Array(places[next..<end]))
    }
}
