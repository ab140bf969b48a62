import Testing
import Threads
import VAEKit

@Suite struct TransposeTests {
    @Test(arguments: [1, 2, 15, 16, 17, 32, 33, 64], [1, 3, 15, 16, 17, 31, 48, 100])
    func turnsRowsToColumns(rows: Int, columns: Int) {
        let values = testNumbers(rows * columns, seed: 5)
        for stride in [rows, (rows + 15) / 16 * 16, rows + 16] {
            let target = MutableTensor([Float](repeating: .nan, count: columns * stride))
            transpose(
                Tensor(values), rows: rows, columns: columns, target, stride: stride, team: ThreadTeam(threads: 1))
            let expected = (0..<columns * stride).map { place in
                place % stride < rows ? values[place % stride * columns + place / stride] : 0
            }
            #expect(target.array == expected, "stride \(stride)")
        }
    }

    @Test(arguments: [1, 2, 5, 15, 16, 17, 33, 48], [16, 48]) func makesPanels(channels: Int, columns: Int) {
        let pixels = 3
        let panels = (channels + 15) / 16
        let values = testNumbers(pixels * channels * columns, seed: 6)
        let target = MutableTensor([Float](repeating: .nan, count: pixels * panels * columns * 16))
        transposeToPanels(
            Tensor(values), target, pixels: pixels, channels: channels, columns: columns, team: ThreadTeam(threads: 1))
        let expected = (0..<target.count).map { place in
            let (pixel, panel) = (place / 16 / columns / panels, place / 16 / columns % panels)
            let (column, channel) = (place / 16 % columns, panel * 16 + place % 16)
            return channel < channels ? values[(pixel * channels + channel) * columns + column] : 0
        }
        #expect(target.array == expected)
    }
}
