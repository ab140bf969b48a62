/// Images that cannot be laid out as asked.
public enum GridError: Error, CustomStringConvertible, Equatable {
    case tooLarge(tiles: Int)
    case noImages(stream: String)
    case countDiffers(stream: String, Int, first: String, Int)
    case sizeDiffers(stream: String, String, first: String, String)
    case noRoomForLabels(widest: String, scale: Int)
    case noRoomForText(String)

    public var description: String {
        switch self {
        case .tooLarge(let tiles):
            "\(tiles) images laid out so make a picture of more than \(ContactSheet.maximumPixels >> 20) Mpixel; "
                + "take fewer (idx-cat --take) or scale less"
        case .noImages(let stream): "\(stream): there are no images"
        case .countDiffers(let stream, let count, let first, let firstCount):
            "\(stream): \(count) images under the \(firstCount) of \(first)"
        case .sizeDiffers(let stream, let size, let first, let firstSize):
            "\(stream): images of \(size) pixels under those of \(firstSize) of \(first)"
        case .noRoomForText(let text):
            "the frames are too narrow for the text '\(text)': a larger --scale makes images wider"
        case .noRoomForLabels(let widest, let scale):
            "the images are too narrow for the label \(widest): it takes --scale \(scale)"
        }
    }
}
