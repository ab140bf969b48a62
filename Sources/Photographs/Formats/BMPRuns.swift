/// Numbers of colours that are stored as runs, of four or eight bits (Microsoft, "Bitmap Compression").
struct BMPRuns {
    private let file: PictureFile
    private let header: BMPHeader
    private var place: Int
    private var row = 0
    private var column = 0
    /// Those of `height × width` pixels, the lowest row first; what no run reaches is of colour 0.
    private var numbers: [UInt8]

    init(_ file: PictureFile, _ header: BMPHeader) {
        (self.file, self.header, place) = (file, header, header.start)
        numbers = [UInt8](repeating: 0, count: header.width * header.height)
    }

    /// All numbers, the lowest row first. Throws `PhotographError`.
    mutating func decoded() throws -> [UInt8] {
        let isHalf = header.compression == .runs4
        while row < header.height {
            let (count, value) = (Int(try next()), try next())
            if count > 0 {
                put(count) { isHalf ? $0 % 2 == 0 ? value >> 4 : value & 15 : value }
            } else if value == 0 {
                (row, column) = (row + 1, 0)
            } else if value == 1 {
                break
            } else if value == 2 {
                column += Int(try next())
                row += Int(try next())
            } else {
                try copy(Int(value), isHalf)
            }
        }
        return numbers
    }

    /// Numbers that are no run, in whole pairs of bytes.
    private mutating func copy(_ count: Int, _ isHalf: Bool) throws {
        let bytes = try (0..<(isHalf ? (count + 1) / 2 : count)).map { _ in try next() }
        if bytes.count % 2 == 1 { _ = try next() }
        put(count) { isHalf ? $0 % 2 == 0 ? bytes[$0 / 2] >> 4 : bytes[$0 / 2] & 15 : bytes[$0] }
    }

    /// Puts numbers side by side, as far as the row reaches.
    private mutating func put(_ count: Int, _ number: (Int) -> UInt8) {
        for pixel in 0..<min(count, max(header.width - column, 0)) {
            numbers[row * header.width + column + pixel] = number(pixel)
        }
        column += count
    }

    private mutating func next() throws -> UInt8 {
        guard place < file.bytes.count else { throw file.broken("its runs end too early") }
        place += 1
        return file.bytes[place - 1]
    }
}
