import Testing
import Threads
import VAEKit

@Suite struct LabelChannelsTests {
    /// Behind the channels of every pixel stands the one-hot; columns that pad the batch have none.
    @Test(arguments: [(1, 5), (6, 2)]) func joinsValuesAndClasses(pixels: Int, channels: Int) {
        let (classes, columns, items) = (3, 32, 19)
        let values = testNumbers(pixels * channels * columns, seed: 1)
        let labels = (0..<columns).map { $0 % classes }
        let output = MutableTensor((0..<pixels * (channels + classes) * columns).map { _ in 9 })
        LabelChannels(channels: channels, classes: classes).join(
            Tensor(values), labels: labels, items: items, columns: columns, output: output, team: ThreadTeam(threads: 2)
        )
        for pixel in 0..<pixels {
            for column in 0..<columns {
                for channel in 0..<channels + classes {
                    let value = output[(pixel * (channels + classes) + channel) * columns + column]
                    let isClass: Float = labels[column] == channel - channels && column < items ? 1 : 0
                    let expected =
                        channel < channels ? values[(pixel * channels + channel) * columns + column] : isClass
                    #expect(value == expected)
                }
            }
        }
    }
}
