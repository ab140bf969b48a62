/// How a camera was held: what the EXIF data of a picture say must be done to it before it is shown.
///
/// Numbers 1 to 8 of tag 0x0112 (EXIF 2.32, section 4.6.4): first, which end of the stored picture is up, then whether
/// rows are columns.
package struct Orientation: Equatable {
    /// Whether the first column is on the right, the first row at the bottom, as stored.
    package var flipsColumns = false
    package var flipsRows = false
    /// Whether stored rows are shown as columns.
    package var transposes = false

    package static let upright = Orientation()

    /// nil for a number that is none.
    package init?(number: Int) {
        guard (1...8).contains(number) else { return nil }
        flipsColumns = [2, 3, 7, 8].contains(number)
        flipsRows = [3, 4, 6, 7].contains(number)
        transposes = number >= 5
    }

    private init() {}

    /// The stored picture as it is to be shown.
    package func applied(to image: Image) -> Image {
        if self == .upright { return image }
        let (width, height) = transposes ? (image.height, image.width) : (image.width, image.height)
        var samples: [UInt8] = []
        samples.reserveCapacity(image.samples.count)
        for row in 0..<height {
            for column in 0..<width {
                let (x, y) = transposes ? (row, column) : (column, row)
                let storedRow = flipsRows ? image.height - 1 - y : y
                let storedColumn = flipsColumns ? image.width - 1 - x : x
                let stored = (storedRow * image.width + storedColumn) * image.channels.rawValue
                samples += image.samples[stored..<stored + image.channels.rawValue]
            }
        }
        return Image(width: width, height: height, channels: image.channels, samples: samples)
    }
}
