import TensorStreams
import Testing

@Suite struct ChannelsFirstErrorTests {
    private func error(_ shape: [Int]) -> ChannelsFirstError? {
        ChannelsFirstError(name: "x", format: ItemFormat(type: .u8, shape: shape))
    }

    @Test(arguments: [
        [1, 28, 28], [3, 96, 96], [4, 32, 32], [1, 8, 8], [3, 5, 5], [3, 64, 48], [1, 5, 784], [2, 64, 64],
        [2, 28, 28], [2, 5, 7], [5, 28, 28], [12, 32, 32], [13, 28, 28],
    ])
    func imagesWithTheirChannelsFirstAreKnown(shape: [Int]) {
        #expect(error(shape) != nil)
    }

    /// Small images of H×W×C among them: a last dimension of up to 4 counts channels, and so may that of a square.
    @Test(arguments: [
        [], [784], [28, 28], [3, 96], [28, 28, 1], [28, 28, 3], [32, 32, 12], [1, 28, 1], [1, 28, 3], [3, 32, 4],
        [3, 3, 3], [3, 3, 9], [1, 1, 512], [4, 4, 512], [1, 4, 4], [4, 4, 4], [5, 8, 8], [14, 28, 28], [5, 28, 32],
        [7, 7, 512], [128, 1, 9], [1, 3, 96, 96],
    ])
    func otherItemsAreNot(shape: [Int]) {
        #expect(error(shape) == nil)
    }

    @Test func namesTheCauseAndTheWay() throws {
        let text = try #require(error([3, 96, 96])).description
        #expect(
            text.hasPrefix("x: its items are 3×96×96, channels first, but images are H×W×C: x.transpose(0, 2, 3, 1)"))
    }
}
