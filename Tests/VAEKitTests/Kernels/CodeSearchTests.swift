import Testing
import Threads
import VAEKit

/// The nearest codes against those that are found one by one.
@Suite struct CodeSearchTests {
    @Test(arguments: [(2, 1), (16, 3), (37, 8), (100, 17), (512, 64)], [16, 80])
    func findsTheNearest(size: (codes: Int, width: Int), columns: Int) {
        let (search, stride) = (CodeSearch(codes: size.codes, width: size.width), Tensor.columns(for: size.codes + 3))
        let book = testNumbers(size.width * stride, seed: 1)
        let values = testNumbers(3 * size.width * columns, seed: 2)
        let expected = NaiveCodeSearch.search(
            values, columns: columns, book: book, codes: size.codes, stride: stride, width: size.width)
        for threads in 1...2 {
            #expect(Self.found(search, values, columns, book, threads: threads) == expected)
        }
    }

    /// Of codes that are as near the lowest is taken, wherever they lie among panels and tiles.
    @Test func tiesGoToTheLowest() {
        let (codes, width, columns) = (75, 5, 32)
        let stride = Tensor.columns(for: codes)
        var book = testNumbers(width * stride, seed: 3)
        for row in 0..<width {
            for (copy, code) in [(74, 30), (31, 30), (20, 19), (60, 19), (18, 2)] {
                book[row * stride + copy] = book[row * stride + code]
            }
        }
        let values = (0..<width * columns).map { book[$0 / columns * stride + [30, 74, 19, 60, 18][$0 % columns % 5]] }
        let found = Self.found(CodeSearch(codes: codes, width: width), values, columns, book, threads: 1)
        #expect(found == (0..<columns).map { [30, 30, 19, 19, 2][$0 % 5] })
    }

    /// What is no number is near to none, and is said to have the first.
    @Test func numbersThatAreNone() {
        let values = (0..<16).map { $0 % 2 == 0 ? Float.nan : 1 }
        let book = (0..<16).map { Float($0) / 4 }
        let found = Self.found(CodeSearch(codes: 16, width: 1), values, 16, book, threads: 1)
        #expect(found == (0..<16).map { $0 % 2 == 0 ? 0 : 4 })
    }

    private static func found(
        _ search: CodeSearch, _ values: [Float], _ columns: Int, _ book: [Float], threads: Int
    ) -> [Int] {
        let prepared = MutableTensor(zeros: search.preparedCount)
        search.prepare(Tensor(book), into: prepared)
        let places = values.count / search.width
        let (indices, scores) = (MutableTensor(zeros: places), MutableTensor(zeros: places))
        search.search(
            Tensor(values), columns: columns, prepared: Tensor(prepared), indices: indices, scores: scores,
            team: ThreadTeam(threads: threads))
        return indices.array.map { Int($0) }
    }
}
