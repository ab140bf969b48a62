import CommandSupport
import Photographs

/// Sizes of pictures on the command line: `N` for a square, `WxH`.
enum SizeOptions {
    static let size = Option.parsed(
        "size", value: "N|WxH", defaultText: "64", expectation: "N or WIDTHxHEIGHT, from 1 to 4096",
        help: "width and height of the images written"
    ) { pictureSize($0, atMost: 4096) }
    static let crop = Option.parsed(
        "crop", value: "N|WxH", defaultText: "as large as fits", expectation: "N or WIDTHxHEIGHT, at least 1",
        help: "cut no more than that out of the centre of each file, in the shape of --size"
    ) { pictureSize($0, atMost: .max) }

    private static func pictureSize(_ text: String, atMost limit: Int) -> PictureSize? {
        let sides = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        guard sides.count <= 2, sides.allSatisfy({ (1...limit).contains($0) }) else { return nil }
        return PictureSize(width: sides[0], height: sides[sides.count - 1])
    }
}
