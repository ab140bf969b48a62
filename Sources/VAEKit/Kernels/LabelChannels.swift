import Threads

/// Values with the one-hot of each item's class behind the channels of every pixel. Limited by memory.
package struct LabelChannels {
    let channels: Int
    let classes: Int

    package init(channels: Int, classes: Int) { (self.channels, self.classes) = (channels, classes) }

    /// - Parameters:
    ///   - values: pixels × channels × columns.
    ///   - labels: the class of each column, within `0..<classes`.
    ///   - items: columns that hold an item; the one-hot of the others is 0.
    ///   - output: pixels × (channels + classes) × columns.
    package func join(
        _ values: Tensor, labels: [Int], items: Int, columns: Int, output: MutableTensor, team: ThreadTeam
    ) {
        let width = channels + classes
        output.copyChannels(
            channels, of: values, from: 0, fromChannels: channels, to: 0, toChannels: width, columns: columns,
            team: team)
        let target = output.pointer
        team.forEachRange(of: output.count / (width * columns), grain: 4) { range in
            for pixel in range {
                let rows = target + (pixel * width + channels) * columns
                rows.update(repeating: 0, count: classes * columns)
                for item in 0..<items { rows[labels[item] * columns + item] = 1 }
            }
        }
    }
}
