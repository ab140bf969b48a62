/// Turns big-endian values into the processor's order, or back, in place.
enum ByteOrder {
    static func swap(_ bytes: inout [UInt8], valueSize: Int) {
        switch valueSize {
        case 2: swap(&bytes, as: UInt16.self)
        case 4: swap(&bytes, as: UInt32.self)
        case 8: swap(&bytes, as: UInt64.self)
        default: break
        }
    }

    private static func swap<Word: FixedWidthInteger & BitwiseCopyable>(_ bytes: inout [UInt8], as type: Word.Type) {
        let size = MemoryLayout<Word>.size
        bytes.withUnsafeMutableBytes { raw in
            for offset in stride(from: 0, to: raw.count - raw.count % size, by: size) {
                let word = raw.loadUnaligned(fromByteOffset: offset, as: Word.self)
                raw.storeBytes(of: word.byteSwapped, toByteOffset: offset, as: Word.self)
            }
        }
    }
}
