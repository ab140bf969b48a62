/// A part of a terminal as a grid of dots, 2×4 in each character, in Unicode's braille patterns (U+2800 … U+28FF).
struct BrailleCanvas {
    let columns: Int
    let rows: Int
    private let groups: Int
    private var dots: [UInt8]
    /// How often each group drew in each character.
    private var votes: [Int32]

    /// `groups` is the number of colours that share the canvas.
    init(columns: Int, rows: Int, groups: Int) {
        self.columns = columns
        self.rows = rows
        self.groups = max(1, groups)
        dots = [UInt8](repeating: 0, count: columns * rows)
        votes = [Int32](repeating: 0, count: columns * rows * self.groups)
    }

    var width: Int { columns * 2 }
    var height: Int { rows * 4 }

    /// The bits of the pattern's dots, by row and column.
    private static let bits: [UInt8] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]

    /// Sets a dot, counted from the upper left; outside is nowhere.
    mutating func set(_ x: Int, _ y: Int, group: Int) {
        guard x >= 0, y >= 0, x < width, y < height else { return }
        let cell = y / 4 * columns + x / 2
        dots[cell] |= BrailleCanvas.bits[y % 4 * 2 + x % 2]
        votes[cell * groups + group] += 1
    }

    /// Sets the dots of a straight line, both ends included.
    mutating func line(from start: (x: Int, y: Int), to end: (x: Int, y: Int), group: Int) {
        let steps = max(abs(end.x - start.x), abs(end.y - start.y))
        guard steps > 0 else { return set(start.x, start.y, group: group) }
        for step in 0...steps {
            let part = Double(step) / Double(steps)
            let x = Double(start.x) + Double(end.x - start.x) * part
            let y = Double(start.y) + Double(end.y - start.y) * part
            set(Int(x.rounded()), Int(y.rounded()), group: group)
        }
    }

    /// The character at a place and the group that drew most in it; nil where nothing is.
    func cell(column: Int, row: Int) -> (character: Character, group: Int)? {
        let cell = row * columns + column
        guard dots[cell] != 0, let scalar = Unicode.Scalar(0x2800 + UInt32(dots[cell])) else { return nil }
        let counts = votes[cell * groups..<(cell + 1) * groups]
        let winner = counts.indices.max { counts[$0] < counts[$1] } ?? counts.startIndex
        return (Character(scalar), winner - counts.startIndex)
    }
}
