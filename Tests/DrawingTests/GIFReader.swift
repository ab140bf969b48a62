import CGIF
import TestSupport

import Drawing

/// A GIF decoded by giflib, each frame put on the one before.
struct GIFReader {
    var frames: [[Color]] = []
    var delays: [Int] = []
    /// How often the animation repeats; nil when the file does not say.
    var repeats: Int?
    var hasGlobalPalette = false
    var sizes: [Int] = []

    init(_ bytes: [UInt8]) throws {
        let source = Source(bytes)
        var code: CInt = 0
        let reading: InputFunc = { file, target, count in
            guard let target, let data = file?.pointee.UserData else { return 0 }
            return Unmanaged<Source>.fromOpaque(data).takeUnretainedValue().read(target, count)
        }
        guard let file = DGifOpen(Unmanaged.passUnretained(source).toOpaque(), reading, &code) else {
            throw TestProblem("giflib: \(code)")
        }
        defer { DGifCloseFile(file, nil) }
        guard DGifSlurp(file) == GIF_OK else { throw TestProblem("giflib: \(file.pointee.Error)") }
        hasGlobalPalette = file.pointee.SColorMap != nil
        var canvas = [Color](repeating: .black, count: Int(file.pointee.SWidth * file.pointee.SHeight))
        for index in 0..<Int(file.pointee.ImageCount) {
            let image = file.pointee.SavedImages[index]
            draw(image, of: file, on: &canvas)
            frames.append(canvas)
            sizes.append(Int(image.ImageDesc.Width * image.ImageDesc.Height))
            var control = GraphicsControlBlock()
            if DGifSavedExtensionToGCB(file, CInt(index), &control) == GIF_OK { delays.append(Int(control.DelayTime)) }
        }
        repeats = Self.repeats(file.pointee.SavedImages[0])
    }

    private func draw(_ image: SavedImage, of file: UnsafeMutablePointer<GifFileType>, on canvas: inout [Color]) {
        guard let map = image.ImageDesc.ColorMap ?? file.pointee.SColorMap else { return }
        for row in 0..<Int(image.ImageDesc.Height) {
            for column in 0..<Int(image.ImageDesc.Width) {
                let color = map.pointee.Colors[Int(image.RasterBits[row * Int(image.ImageDesc.Width) + column])]
                let place = (row + Int(image.ImageDesc.Top)) * Int(file.pointee.SWidth)
                canvas[place + column + Int(image.ImageDesc.Left)] = Color(
                    red: color.Red, green: color.Green, blue: color.Blue)
            }
        }
    }

    private static func repeats(_ image: SavedImage) -> Int? {
        for index in 0..<max(0, Int(image.ExtensionBlockCount) - 1) {
            let name = image.ExtensionBlocks[index]
            guard name.Function == APPLICATION_EXT_FUNC_CODE, name.ByteCount == 11 else { continue }
            let block = image.ExtensionBlocks[index + 1]
            return Int(block.Bytes[1]) | Int(block.Bytes[2]) << 8
        }
        return nil
    }

    private final class Source {
        private var rest: ArraySlice<UInt8>

        init(_ bytes: [UInt8]) { rest = bytes[...] }

        func read(_ target: UnsafeMutablePointer<GifByteType>, _ count: CInt) -> CInt {
            let part = rest.prefix(Int(count))
            for (offset, byte) in part.enumerated() { target[offset] = byte }
            rest = rest.dropFirst(part.count)
            return CInt(part.count)
        }
    }
}
