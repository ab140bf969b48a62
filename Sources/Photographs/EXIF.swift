/// The little of a JPEG's EXIF data that matters here. Nothing in it is trusted: what does not fit is as if absent.
enum EXIF {
    /// How the picture is to be turned; upright when the file does not say.
    static func orientation(ofJPEG file: [UInt8]) -> Orientation {
        guard let data = tiff(in: file), let number = orientationNumber(data) else { return .upright }
        return Orientation(number: number) ?? .upright
    }

    /// The TIFF structure in the first APP1 segment that holds one.
    private static func tiff(in file: [UInt8]) -> ArraySlice<UInt8>? {
        var place = 2
        while place + 4 <= file.count, file[place] == 0xFF {
            let marker = file[place + 1]
            if marker == 0xFF {
                place += 1
                continue
            }
            // The picture itself begins, or ends.
            if marker == 0xDA || marker == 0xD9 { return nil }
            let length = Int(file[place + 2]) << 8 | Int(file[place + 3])
            let end = place + 2 + length
            guard length >= 2, end <= file.count else { return nil }
            let content = file[place + 4..<end]
            if marker == 0xE1, content.starts(with: [0x45, 0x78, 0x69, 0x66, 0, 0]) { return content.dropFirst(6) }
            place = end
        }
        return nil
    }

    /// Tag 0x0112 of the first directory: one 16-bit number.
    private static func orientationNumber(_ data: ArraySlice<UInt8>) -> Int? {
        let isLittle = data.starts(with: [0x49, 0x49, 0x2A, 0])
        guard isLittle || data.starts(with: [0x4D, 0x4D, 0, 0x2A]) else { return nil }
        func number(at offset: Int, bytes: Int) -> Int? {
            guard offset >= 0, offset + bytes <= data.count else { return nil }
            let start = data.startIndex + offset
            let digits = data[start..<start + bytes]
            return isLittle
                ? digits.reversed().reduce(0) { $0 << 8 | Int($1) } : digits.reduce(0) { $0 << 8 | Int($1) }
        }
        guard let directory = number(at: 4, bytes: 4), let entries = number(at: directory, bytes: 2) else { return nil }
        for entry in 0..<entries {
            let place = directory + 2 + entry * 12
            guard let tag = number(at: place, bytes: 2) else { return nil }
            if tag == 0x0112, number(at: place + 2, bytes: 2) == 3 { return number(at: place + 8, bytes: 2) }
        }
        return nil
    }
}
