import Threads

/// The numbers of a batch that are not zero, in lists: two thirds and more of an image of a digit are paper, and the
/// products of a first layer need only what is left.
///
/// Memory is allocated once, for a full batch.
final class SparseBatch: @unchecked Sendable {
    /// A number and where the vectors are that it is multiplied with: sixteen times the number of the value, or item.
    struct Entry {
        var place: Int32
        var number: Float
    }

    /// Lists that all have room for `capacity` entries.
    struct Lists {
        let capacity: Int
        let entries: UnsafeMutablePointer<Entry>
        let counts: UnsafeMutablePointer<Int32>

        /// - Parameter room: zeros, as many as `room(count:capacity:)` says.
        init(count: Int, capacity: Int, in room: UnsafeMutablePointer<Float>) {
            self.capacity = capacity
            let start = UnsafeMutableRawPointer(room)
            entries = start.bindMemory(to: Entry.self, capacity: count * capacity)
            counts = (start + count * capacity * MemoryLayout<Entry>.stride).bindMemory(to: Int32.self, capacity: count)
        }

        /// How many floats are as long as so many lists: two for each entry, and one for each count.
        static func room(count: Int, capacity: Int) -> Int { count * (2 * capacity + 1) }

        subscript(list: Int) -> UnsafeBufferPointer<Entry> {
            UnsafeBufferPointer(start: entries + list * capacity, count: Int(counts[list]))
        }

        /// Lists the numbers that are not zero, out of so many in a row.
        func fill(_ list: Int, from row: UnsafePointer<Float>, count: Int) {
            let target = entries + list * capacity
            var length = 0
            for start in stride(from: 0, to: count, by: Tensor.lanes) {
                if start + Tensor.lanes <= count, all(loadVector(row + start) .== 0) { continue }
                for place in start..<min(start + Tensor.lanes, count) {
                    target[length] = Entry(place: Int32(truncatingIfNeeded: place * Tensor.lanes), number: row[place])
                    length += row[place] == 0 ? 0 : 1
                }
            }
            counts[list] = Int32(truncatingIfNeeded: length)
        }
    }

    /// For each item its values, and for each value its items.
    let byItem: Lists
    let byValue: Lists
    /// Where both are.
    private let storage: MutableTensor
    private let values: Int
    private var items = 0

    init(values: Int, capacity: Int) {
        self.values = values
        // An entry more than there can be: one is written before it is known to count.
        let (ofItem, ofValue) = (values + 1, capacity + 1)
        let first = Lists.room(count: capacity, capacity: ofItem)
        storage = MutableTensor(zeros: first + Lists.room(count: values, capacity: ofValue))
        byItem = Lists(count: capacity, capacity: ofItem, in: storage.pointer)
        byValue = Lists(count: values, capacity: ofValue, in: storage.pointer + first)
    }

    /// - Parameters:
    ///   - rows: items × values.
    ///   - turned: values × columns, the same numbers.
    func load(rows: Tensor, turned: Tensor, items: Int, columns: Int, team: ThreadTeam) {
        self.items = items
        team.forEachRange(of: items) { range in
            for item in range { byItem.fill(item, from: rows.pointer + item * values, count: values) }
        }
        guard isSparse else { return }
        team.forEachRange(of: values, grain: 16) { range in
            for value in range { byValue.fill(value, from: turned.pointer + value * columns, count: items) }
        }
    }

    /// Whether the lists are short enough to be faster than whole rows.
    var isSparse: Bool {
        var total = 0
        for item in 0..<items { total += Int(byItem.counts[item]) }
        return 3 * total <= items * values
    }
}
