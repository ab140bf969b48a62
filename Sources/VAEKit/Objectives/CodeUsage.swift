import Glibc
import TensorStreams

/// How often each code of each codebook was used.
public struct CodeUsage: Equatable, Sendable {
    /// What log and eval call the terms that it says.
    static let terms = ["perplexity", "codes_used"]

    /// By codebook and code; empty where nothing was counted.
    private(set) var counts: [[Int]] = []

    init(counts: [[Int]] = []) { self.counts = counts }

    var isEmpty: Bool { counts.isEmpty }

    /// - Parameters:
    ///   - indices: the numbers of the codes of each codebook, rows of `columns`.
    ///   - items: columns that count.
    package init(_ indices: [Tensor], codes: Int, items: Int, columns: Int) {
        counts = indices.map { indices in
            var counts = [Int](repeating: 0, count: codes)
            for first in stride(from: 0, to: indices.count, by: columns) {
                for column in first..<first + items { counts[Int(indices[column])] += 1 }
            }
            return counts
        }
    }

    static func += (sum: inout CodeUsage, other: CodeUsage) {
        for (book, counts) in other.counts.enumerated() {
            if book == sum.counts.count { sum.counts.append([]) }
            let missing = counts.count - sum.counts[book].count
            if missing > 0 { sum.counts[book] += [Int](repeating: 0, count: missing) }
            for (code, count) in counts.enumerated() { sum.counts[book][code] += count }
        }
    }

    /// Codes that were used at all, of all codebooks together.
    public var used: Int { counts.reduce(0) { $0 + $1.count { $0 > 0 } } }

    /// How many codes, all used as often, would tell as much: exp of the entropy of the codes; the mean over the codebooks.
    public var perplexity: Double {
        counts.reduce(0) { $0 + Self.perplexity($1) } / Double(max(counts.count, 1))
    }

    private static func perplexity(_ counts: [Int]) -> Double {
        let total = Double(counts.reduce(0, +))
        let entropy = counts.reduce(0.0) { sum, count in
            count == 0 ? sum : sum - Double(count) / total * log(Double(count) / total)
        }
        return exp(entropy)
    }

    /// nil where nothing was counted.
    var json: JSON? {
        counts.isEmpty ? nil : .array(counts.map { .array($0.map { .integer($0) }) })
    }

    /// - Returns: nil where the entry is damaged.
    init?(json: JSON) {
        guard let books = json.array, books.count <= 32 else { return nil }
        for book in books {
            let numbers = book.array?.compactMap(\.int) ?? []
            guard numbers.count == book.array?.count, numbers.count <= 1 << 16,
                numbers.allSatisfy((0...1 << 53).contains)
            else { return nil }
            counts.append(numbers)
        }
    }
}
