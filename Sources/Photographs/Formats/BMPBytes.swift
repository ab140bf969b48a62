/// The numbers of a BMP, whose lowest byte comes first.
struct BMPBytes {
    let file: PictureFile

    /// Throws `PhotographError` where the file ends before it.
    func number(at place: Int, bytes: Int) throws -> Int {
        guard place + bytes <= file.bytes.count else { throw file.broken("it ends too early") }
        return file.bytes[place..<place + bytes].reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    func signed(at place: Int) throws -> Int {
        Int(Int32(truncatingIfNeeded: try number(at: place, bytes: 4)))
    }

    /// Red, green, blue and perhaps alpha of pixels of more than eight bits.
    func masks(bits: Int, areGiven: Bool, withAlpha: Bool) throws -> [BMPMask] {
        guard areGiven else {
            return (bits == 16 ? [0x7C00, 0x3E0, 0x1F] : [0xFF_0000, 0xFF00, 0xFF]).compactMap { BMPMask($0) }
        }
        let colors = try (0..<3).map { channel in
            guard let mask = BMPMask(UInt32(try number(at: 54 + channel * 4, bytes: 4))) else {
                throw file.broken("its bits of a colour do not lie side by side")
            }
            return mask
        }
        // Without an alpha channel the mask is 0.
        let alpha = try withAlpha ? BMPMask(UInt32(number(at: 66, bytes: 4))) : nil
        return colors + [alpha].compactMap { $0 }
    }

    /// As many colours as the header says, or as there is room for before the pixels.
    func palette(headerSize: Int, most: Int, start: Int) throws -> [[UInt8]] {
        let entry = headerSize == 12 ? 3 : 4
        let first = 14 + headerSize
        let claimed = try headerSize < 40 ? 0 : number(at: 46, bytes: 4)
        let count = min(claimed > 0 ? claimed : most, most, max(start - first, 0) / entry)
        return try (0..<count).map { color in
            let value = try number(at: first + color * entry, bytes: 3)
            return [UInt8(value >> 16), UInt8(value >> 8 & 255), UInt8(value & 255)]
        }
    }
}
