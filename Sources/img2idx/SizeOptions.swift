import CommandSupport
import Photographs

/// Sizes of pictures on the command line: `N` for a square, `WxH`.
enum SizeOptions {
    static let size = Option.sizes(
        "size", value: "N|WxH", atMost: 2, in: 1...4096, defaultText: "64",
        expectation: "N or WIDTHxHEIGHT, from 1 to 4096", help: "width and height of the images written")
    static let crop = Option.sizes(
        "crop", value: "N|WxH", atMost: 2, in: 1...Int.max, defaultText: "as large as fits",
        expectation: "N or WIDTHxHEIGHT, at least 1",
        help: "cut no more than that out of the centre of each file, in the shape of --size")

    /// The size that an option names; nil where it is not given.
    static func pictureSize(_ option: Option<[Int]?>, _ arguments: Arguments) -> PictureSize? {
        arguments[option].map { PictureSize(width: $0[0], height: $0[$0.count - 1]) }
    }
}
