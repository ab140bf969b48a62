/// The little of a picture's EXIF data that matters here. Nothing in it is trusted: what does not fit is as if absent.
package enum EXIF {
    /// How the picture is to be turned, by the TIFF structure that holds the data; upright where it does not say.
    package static func orientation(_ data: [UInt8]) -> Orientation {
        orientationNumber(data).flatMap { Orientation(number: $0) } ?? .upright
    }

    /// Tag 0x0112 of the first directory: one 16-bit number.
    private static func orientationNumber(_ data: [UInt8]) -> Int? {
        let isLittle = data.starts(with: [0x49, 0x49, 0x2A, 0])
        guard isLittle || data.starts(with: [0x4D, 0x4D, 0, 0x2A]) else { return nil }
        func number(at offset: Int, bytes: Int) -> Int? {
            guard offset >= 0, offset + bytes <= data.count else { return nil }
            let digits = data[offset..<offset + bytes]
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
