/// What a file is by its first bytes: what the commands read, and what is often given to them in its place.
public enum FileKind: CaseIterable, Sendable {
    case tensorStream, checkpoint, array, arrays, pytorch, matlab, matlabHDF5, onnx, zip, png, jpeg, tiff, webp, bmp,
        pnm, gif, pdf,
        text

    /// As many bytes as are looked at.
    static let length = 256

    /// The kind of a file that begins with these bytes; nil where it is none of these.
    public init?(start: some Collection<UInt8>) {
        let start = Array(start.prefix(Self.length))
        if let kind = Self.signatures.first(where: { start.starts(with: $0.bytes) })?.kind {
            self = kind == .zip ? Self.archive(Self.firstName(inZip: start)) : kind
        } else if Self.isTensorStream(start) {
            self = .tensorStream
        } else if Self.isSafetensors(start) {
            self = .checkpoint
        } else if Self.isONNX(start) {
            self = .onnx
        } else if Self.isText(start) {
            self = .text
        } else if let kind = Self.picture(start) {
            self = kind
        } else {
            return nil
        }
    }

    private static let signatures: [(kind: FileKind, bytes: [UInt8])] = [
        (.array, [0x93] + "NUMPY".utf8),
        (.zip, "PK".utf8 + [3, 4]),
        // What torch.save wrote before PyTorch 1.6: a pickle of its magic number first (torch.serialization.MAGIC_NUMBER).
        (.pytorch, [0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E]),
        (.matlab, Array("MATLAB 5.0 MAT-file".utf8)), (.matlabHDF5, Array("MATLAB 7.3 MAT-file".utf8)),
        (.png, [0x89] + "PNG\r\n".utf8 + [0x1A, 0x0A]),
        (.jpeg, [0xFF, 0xD8, 0xFF]),
        (.tiff, "II".utf8 + [0x2A, 0]), (.tiff, "MM".utf8 + [0, 0x2A]),
        (.tiff, "II".utf8 + [0x2B, 0]), (.tiff, "MM".utf8 + [0, 0x2B]),
        (.gif, Array("GIF8".utf8)),
        (.pdf, Array("%PDF-".utf8)),
    ]

    /// The kind of a ZIP archive, by its first file: torch.save begins with the pickle.
    private static func archive(_ firstName: String) -> FileKind {
        if firstName.hasSuffix(".npy") { return .arrays }
        return firstName.hasSuffix("/data.pkl") ? .pytorch : .zip
    }

    /// The name in the first local header (APPNOTE.TXT, section 4.3.7).
    private static func firstName(inZip start: [UInt8]) -> String {
        guard start.count > 30 else { return "" }
        return String(decoding: start[30...].prefix(Int(start[26]) | Int(start[27]) << 8), as: UTF8.self)
    }

    private static func isTensorStream(_ start: [UInt8]) -> Bool {
        start.count >= 4 && start[0] == 0 && start[1] == 0 && ElementType(rawValue: start[2]) != nil && start[3] > 0
    }

    private static func isSafetensors(_ start: [UInt8]) -> Bool {
        start.count > 8 && start[4..<8].allSatisfy { $0 == 0 } && start[8] == UInt8(ascii: "{")
    }

    /// The first field of a `ModelProto`, the version of the format, and the beginning of one that follows it.
    private static func isONNX(_ start: [UInt8]) -> Bool {
        start.count > 3 && start[0] == 0x08 && (3...32).contains(start[1])
            && [0x12, 0x1A, 0x22, 0x32, 0x3A, 0x42].contains(start[2])
    }

    /// A picture that begins with letters, as text may too. (A PNM of digits is text.)
    private static func picture(_ start: [UInt8]) -> FileKind? {
        if start.starts(with: "RIFF".utf8), start.dropFirst(8).starts(with: "WEBP".utf8) { return .webp }
        if start.starts(with: "BM".utf8), start.dropFirst(15).starts(with: [0, 0, 0]) { return .bmp }
        let isPNM = start.count > 2 && ["P4", "P5", "P6"].contains { start.starts(with: $0.utf8) }
        return isPNM && (start[2] <= 32 || start[2] == UInt8(ascii: "#")) ? .pnm : nil
    }

    private static func isText(_ start: [UInt8]) -> Bool {
        // Fewer bytes may begin anything.
        if start.count < 4 || start.contains(where: { $0 < 9 || (14..<32).contains($0) || $0 == 127 }) { return false }
        // The last character may be cut.
        return (0...3).contains { String(validating: start.dropLast($0), as: UTF8.self) != nil }
    }
}

extension FileKind {
    /// What messages call it.
    public var noun: String {
        switch self {
        case .tensorStream: "a tensor stream (IDX)"
        case .checkpoint: "a checkpoint (safetensors)"
        case .array: "a NumPy array (NPY)"
        case .arrays: "an archive of NumPy arrays (npz)"
        case .pytorch: "a PyTorch file (torch.save)"
        case .matlab: "a MATLAB file"
        case .matlabHDF5: "a MATLAB 7.3 file (HDF5)"
        case .onnx: "an ONNX model"
        case .zip: "a ZIP archive"
        case .png: "a PNG image"
        case .jpeg: "a JPEG image"
        case .tiff: "a TIFF image"
        case .webp: "a WebP image"
        case .bmp: "a BMP image"
        case .pnm: "a PNM image"
        case .gif: "a GIF image"
        case .pdf: "a PDF document"
        case .text: "text"
        }
    }

    /// Which commands take it.
    var way: String {
        switch self {
        case .tensorStream:
            "vae-encode makes a table of latents of it, idx-info describes it, and commands that apply a model take it after the checkpoint"
        case .checkpoint: "vae-info describes it, and commands that apply a model take it as their first operand"
        case .array: "npy2idx makes a tensor stream of it"
        case .arrays: "npy2idx --array NAME makes a tensor stream of one of them"
        case .pytorch:
            "no command reads it; save weights with safetensors.torch.save_file(model.state_dict(), FILE) for vae-import, "
                + "and images with numpy.save for npy2idx"
        case .matlab: "npy2idx --array NAME makes a tensor stream of one of its arrays"
        case .matlabHDF5:
            "no command reads it; save it with -v7 in MATLAB, or an array of h5py's with numpy.save, for npy2idx"
        case .onnx: "vae-import makes a checkpoint of an encoder and a decoder"
        case .png, .jpeg, .tiff, .webp, .bmp, .pnm: "img2idx makes a tensor stream of it"
        case .gif: "no command reads it; img2idx reads PNG, JPEG, TIFF, WebP, BMP and PNM"
        case .zip, .pdf: "no command reads it"
        case .text: "plot, pca and tsne take tables, and vae-decode one of latents after the checkpoint"
        }
    }
}

/// An input of another kind than its reader's: what it is, what is expected, and which command takes it.
public struct FileKindError: Error, Equatable, CustomStringConvertible {
    public let name: String
    public let found: FileKind
    public let expected: String

    /// Nil where the first bytes, `start`, are of no kind that is known, or of the reader's own.
    public init?(name: String, start: some Collection<UInt8>, expected: String, besides own: Set<FileKind>) {
        guard let found = FileKind(start: start), !own.contains(found) else { return nil }
        (self.name, self.found, self.expected) = (name, found, expected)
    }

    public var description: String { "\(name): it is \(found.noun), but \(expected) is expected: \(found.way)" }
}

extension ByteReader {
    /// The error for an input that goes on, from `start`, which has been read, as one of another kind; nil where it is of
    /// no kind that is known. More of it is read, since nobody will use it.
    func kindError(
        after start: [UInt8], expected: String, besides own: FileKind, place: String? = nil
    ) -> (any Error)? {
        let more = try? bytes(max(0, FileKind.length - start.count))
        return FileKindError(name: place ?? name, start: start + (more ?? []), expected: expected, besides: [own])
    }
}
