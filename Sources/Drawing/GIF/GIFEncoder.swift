import CGIF

/// giflib's encoder with its output collected in memory, so that no file or callback error is left to giflib.
final class GIFEncoder {
    /// Where giflib's output callback puts what it is given.
    private final class Sink {
        var bytes: [UInt8] = []
    }

    private let sink = Sink()
    private var file: UnsafeMutablePointer<GifFileType>?

    /// Begins a GIF: header, screen, the shared palette if there is one, and how often it plays.
    init(width: Int, height: Int, palette: Palette?, plays: Int) throws {
        guard width <= 0xFFFF, height <= 0xFFFF else { throw GIFError.tooLarge(width: width, height: height) }
        var code: CInt = 0
        file = EGifOpen(
            Unmanaged.passUnretained(sink).toOpaque(),
            { file, bytes, count in
                guard let bytes, let sink = file?.pointee.UserData else { return 0 }
                Unmanaged<Sink>.fromOpaque(sink).takeUnretainedValue().bytes +=
                    UnsafeBufferPointer(start: bytes, count: Int(count))
                return count
            }, &code)
        guard file != nil else { throw GIFError.encoder(code: code) }
        EGifSetGifVersion(file, true)
        try withColorMap(palette) { try check(EGifPutScreenDesc(file, CInt(width), CInt(height), 8, 0, $0)) }
        if plays != 1 { try writeRepeats(plays == 0 ? 0 : plays - 1) }
    }

    deinit { if let file { EGifCloseFile(file, nil) } }

    /// Writes one image block: `indices` fill the rectangle row by row.
    func write(_ indices: [UInt8], in rectangle: Rectangle, palette: Palette?, delay: Int) throws {
        var control = GraphicsControlBlock(
            DisposalMode: CInt(DISPOSE_DO_NOT), UserInputFlag: false, DelayTime: CInt(min(delay, 0xFFFF)),
            TransparentColor: CInt(NO_TRANSPARENT_COLOR))
        var extensionBytes = [UInt8](repeating: 0, count: 4)
        EGifGCBToExtension(&control, &extensionBytes)
        try check(EGifPutExtension(file, CInt(GRAPHICS_EXT_FUNC_CODE), 4, extensionBytes))
        try withColorMap(palette) {
            try check(
                EGifPutImageDesc(
                    file, CInt(rectangle.left), CInt(rectangle.top), CInt(rectangle.width), CInt(rectangle.height),
                    false, $0))
        }
        var pixels = indices
        try check(EGifPutLine(file, &pixels, CInt(pixels.count)))
    }

    /// Ends the GIF; nothing is written after.
    func close() throws {
        guard let closing = file else { return }
        file = nil
        var code: CInt = 0
        guard EGifCloseFile(closing, &code) == GIF_OK else { throw GIFError.encoder(code: code) }
    }

    /// What has been encoded since the last call.
    func takeBytes() -> [UInt8] {
        defer { sink.bytes.removeAll(keepingCapacity: true) }
        return sink.bytes
    }

    private func writeRepeats(_ repeats: Int) throws {
        let count = UInt16(clamping: repeats)
        try check(EGifPutExtensionLeader(file, CInt(APPLICATION_EXT_FUNC_CODE)))
        try check(EGifPutExtensionBlock(file, 11, Array("NETSCAPE2.0".utf8)))
        try check(EGifPutExtensionBlock(file, 3, [1, UInt8(count & 0xFF), UInt8(count >> 8)]))
        try check(EGifPutExtensionTrailer(file))
    }

    /// giflib's colour map of a palette, padded with black to a power of two as the format wants.
    private func withColorMap(
        _ palette: Palette?, _ body: (UnsafeMutablePointer<ColorMapObject>?) throws -> Void
    ) throws {
        guard let palette else { return try body(nil) }
        var colors = palette.colors.map { GifColorType(Red: $0.red, Green: $0.green, Blue: $0.blue) }
        var count = 2
        while count < colors.count { count *= 2 }
        colors += [GifColorType](repeating: GifColorType(), count: count - colors.count)
        guard let map = GifMakeMapObject(CInt(count), colors) else {
            throw GIFError.encoder(code: E_GIF_ERR_NOT_ENOUGH_MEM)
        }
        defer { GifFreeMapObject(map) }
        try body(map)
    }

    private func check(_ result: CInt) throws {
        guard result == GIF_OK else { throw GIFError.encoder(code: file?.pointee.Error ?? 0) }
    }
}
