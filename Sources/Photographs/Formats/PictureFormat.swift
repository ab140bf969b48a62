import Drawing

/// The formats of pictures that are read, each known by the first bytes of a file.
public enum PictureFormat: String, CaseIterable, Sendable {
    case png = "PNG"
    case jpeg = "JPEG"
    case tiff = "TIFF"
    case webp = "WebP"
    case bmp = "BMP"
    case pnm = "PNM"

    /// All of them, as messages list them.
    public static let list =
        allCases.dropLast().map(\.rawValue).joined(separator: ", ") + " or \(allCases[allCases.count - 1].rawValue)"

    /// nil for a file that begins as none of them does.
    init?(start: [UInt8]) {
        guard let format = Self.allCases.first(where: { $0.begins(start) }) else { return nil }
        self = format
    }

    private func begins(_ start: [UInt8]) -> Bool {
        switch self {
        case .png: PNGReader.isPNG(start)
        case .jpeg: JPEGDecoder.isJPEG(start)
        case .tiff: TIFFDecoder.isTIFF(start)
        case .webp: WebPDecoder.isWebP(start)
        case .bmp: BMPHeader.isBMP(start)
        case .pnm: PNMHeader.isPNM(start)
        }
    }
}
