import Drawing

/// How a camera was held: what the EXIF data of a JPEG say must be done to the picture before it is shown.
///
/// Numbers 1 to 8 of tag 0x0112 (EXIF 2.32, section 4.6.4): first, which end of the stored picture is up, then whether
/// rows are columns.
struct Orientation: Equatable {
    /// Whether the first column is on the right, the first row at the bottom, as stored.
    var flipsColumns = false
    var flipsRows = false
    /// Whether stored rows are shown as columns.
    var transposes = false

    static let upright = Orientation()

    /// nil for a number that is none.
    init?(number: Int) {
        guard (1...8).contains(number) else { return nil }
        flipsColumns = [2, 3, 7, 8].contains(number)
        flipsRows = [3, 4, 6, 7].contains(number)
        transposes = number >= 5
    }

    private init() {}

    /// The square picture as it is to be shown.
    func applied(to image: Image) -> Image {
        precondition(image.width == image.height, "only squares are turned")
        if self == .upright { return image }
        let (size, bytes) = (image.width, image.channels.rawValue)
        var shown = image
        for row in 0..<size {
            for column in 0..<size {
                let (x, y) = transposes ? (row, column) : (column, row)
                let stored = (flipsRows ? size - 1 - y : y) * size + (flipsColumns ? size - 1 - x : x)
                for sample in 0..<bytes {
                    shown.samples[(row * size + column) * bytes + sample] = image.samples[stored * bytes + sample]
                }
            }
        }
        return shown
    }
}
