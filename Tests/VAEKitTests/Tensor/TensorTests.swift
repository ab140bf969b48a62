import Testing
import VAEKit

@Suite struct TensorTests {
    @Test func viewsShareTheirNumbers() {
        let tensor = MutableTensor([1, 2, 3, 4, 5])
        let view = tensor[1..<4]
        #expect(view.array == [2, 3, 4])
        view[1] = 9
        #expect(tensor.array == [1, 2, 9, 4, 5])
        view[1..<3].fill(0)
        #expect(tensor.array == [1, 2, 0, 0, 5])
        tensor.copy(from: [5, 4, 3, 2, 1])
        #expect(view.array == [4, 3, 2])
    }

    @Test func whoReadsSeesWhatOthersWrite() {
        let tensor = MutableTensor([1, 2, 3])
        let view = Tensor(tensor)[1..<3]
        tensor[2] = 7
        #expect(view.array == [2, 7])
    }

    @Test func aViewKeepsItsStorageAlive() {
        let view = Tensor([Float](repeating: 7, count: 1000))[500..<504]
        #expect(view.array == [7, 7, 7, 7])
    }

    @Test func batchesFillWholeVectors() {
        #expect([0, 1, 15, 16, 17, 32, 33].map { Tensor.columns(for: $0) } == [0, 16, 16, 16, 32, 32, 48])
    }

    @Test func nothingIsATensorToo() {
        #expect(Tensor(zeros: 0).array == [])
        #expect(Tensor([]).isFinite)
    }
}
