import Drawing
import TensorStreams

/// Makes images of one size out of photographs of any of the formats of `PictureFormat`.
///
/// The centre is cut out, then reduced or enlarged. Pictures are turned upright first, as their EXIF data say; what is
/// transparent shows white.
public struct PhotographReader: Sendable {
    /// A larger picture is refused before any memory is set aside for it.
    public static let maximumPixels = PNGReader.maximumPixels
    /// No longer file is read.
    public static let maximumBytes = 1 << 28

    /// Of the images made.
    public let size: PictureSize
    /// What is cut out, in pixels of the photograph, is of the shape of `size` and no larger than this; nil, or where the
    /// photograph is smaller: as large as fits.
    public let crop: PictureSize?
    public let isGrey: Bool
    private let maximumPixels: Int
    private let filters = LanczosCache()
    private let handles = JPEGHandles()

    /// - Parameter maximumPixels: of no more are photographs read, other than PNG.
    public init(
        size: PictureSize, crop: PictureSize? = nil, isGrey: Bool = false,
        maximumPixels: Int = PhotographReader.maximumPixels
    ) {
        self.size = size
        self.crop = crop
        self.isGrey = isGrey
        self.maximumPixels = maximumPixels
    }

    /// What the images are: bytes, height × width, or height × width × 3.
    public var format: ItemFormat {
        ItemFormat(type: .u8, shape: [size.height, size.width] + (isGrey ? [] : [3]))
    }

    /// The image made of a whole file; `note` is told what is odd about it. Throws `PhotographError`, `PNGError`,
    /// `FileKindError` or what reading the file throws.
    public func read(_ input: ByteReader, note: (String) -> Void = { _ in }) throws -> [UInt8] {
        let length = try input.remainingBytes() ?? PhotographReader.maximumBytes + 1
        guard length <= PhotographReader.maximumBytes + 1 else { throw PhotographError.tooLong(name: input.name) }
        let file = try input.bytes(length)
        guard file.count <= PhotographReader.maximumBytes else { throw PhotographError.tooLong(name: input.name) }
        return try image(file, name: input.name, note: note)
    }

    /// The image made of the bytes of a file: `format.bytesPerItem` of them.
    public func image(_ file: [UInt8], name: String, note: (String) -> Void = { _ in }) throws -> [UInt8] {
        if file.isEmpty { throw PhotographError.empty(name: name) }
        guard let format = PictureFormat(start: file) else {
            throw FileKindError(
                name: name, start: file, expected: "a picture (\(PictureFormat.list))",
                besides: [.png, .jpeg, .tiff, .webp, .bmp, .pnm]) ?? PhotographError.unknownFormat(name: name)
        }
        let picture = PictureFile(bytes: file, format: format, name: name, maximumPixels: maximumPixels)
        switch format {
        case .jpeg: return samples(of: try centreOfJPEG(picture, note))
        case .png: return centre(of: try PNGReader.decode(file, name: name))
        case .tiff: return centre(of: try TIFFDecoder.image(picture, note))
        case .webp: return centre(of: try WebPDecoder.image(picture, note))
        case .bmp: return centre(of: try BMPDecoder.image(picture))
        case .pnm: return centre(of: try PNMDecoder.image(picture, note))
        }
    }

    private func centre(of picture: Image) -> [UInt8] {
        let cut = size.largest(withinWidth: picture.width, height: picture.height, limit: crop)
        let part = Rectangle(
            left: (picture.width - cut.width) / 2, top: (picture.height - cut.height) / 2, width: cut.width,
            height: cut.height)
        let centre = picture.cropped(to: part).composited(over: .white)
        let whole = PicturePart(left: 0, top: 0, width: Double(cut.width), height: Double(cut.height))
        return samples(of: centre.resampled(whole, to: size, filters))
    }

    /// The centre of a JPEG. The decoder itself does the coarse part of a reduction, down to twice the size.
    private func centreOfJPEG(_ file: PictureFile, _ note: (String) -> Void) throws -> Image {
        try JPEGDecoder.with(file, handles) { decoder in
            let orientation = decoder.orientation
            let size = orientation.transposes ? size.transposed : size
            let limit = orientation.transposes ? crop?.transposed : crop
            let cut = size.largest(withinWidth: decoder.width, height: decoder.height, limit: limit)
            let reduction = min(cut.width / size.width, cut.height / size.height)
            let divisor = [8, 4, 2].first { reduction >= $0 * 2 } ?? 1
            let picture = try decoder.image(divisor: divisor, grey: isGrey)
            if let remark = decoder.remark { note("\(file.name): read in spite of \(remark)") }
            // Where the middle is not on a pixel's edge, it is the picture as shown that is rounded to the upper left.
            let left = (decoder.width - cut.width + (orientation.flipsColumns ? 1 : 0)) / 2
            let top = (decoder.height - cut.height + (orientation.flipsRows ? 1 : 0)) / 2
            let scale = 1 / Double(divisor)
            let part = PicturePart(
                left: Double(left) * scale, top: Double(top) * scale, width: Double(cut.width) * scale,
                height: Double(cut.height) * scale)
            return orientation.applied(to: picture.resampled(part, to: size, filters))
        }
    }

    /// The samples in as many channels as wanted. Grey is Rec. 601 luma, as in JPEG itself.
    private func samples(of image: Image) -> [UInt8] {
        switch (image.channels, isGrey) {
        case (.grey, true), (.rgb, false): return image.samples
        case (.grey, false): return image.samples.flatMap { [$0, $0, $0] }
        default:
            return stride(from: 0, to: image.samples.count, by: image.channels.rawValue).map { pixel in
                let red = Int(image.samples[pixel]) * 19595
                let green = Int(image.samples[pixel + 1]) * 38470
                let blue = Int(image.samples[pixel + 2]) * 7471
                return UInt8((red + green + blue + 0x8000) >> 16)
            }
        }
    }
}
