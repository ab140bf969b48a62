import Glibc
import TensorStreams

/// A folder of PNG files named by their number: `000000.png`, `000001.png` and so on, so that they sort as they came.
public struct PNGFolder {
    private let path: String
    private var digits: Int
    private var count = 0

    /// Makes the folder where it is missing. Names have `digits` digits at least. Throws `FileError`.
    public init(_ path: String, digits: Int = 6) throws {
        try OutputFolder.make(path)
        self.path = path
        self.digits = digits
    }

    /// Writes the next file. Throws `PNGError` or `FileError`.
    public mutating func add(_ image: Image) throws {
        if String(count).count > digits { try widenNames() }
        let file = try ByteWriter.create(name(count))
        try PNGWriter.write(image, to: file)
        try file.finish()
        count += 1
    }

    /// Gives the files written so far one more digit.
    private mutating func widenNames() throws {
        let old = (0..<count).map(name)
        digits += 1
        for (number, before) in old.enumerated() {
            let after = name(number)
            if rename(FileName.bytes(before), FileName.bytes(after)) != 0 {
                throw FileError(name: after, action: "create")
            }
        }
    }

    private func name(_ number: Int) -> String {
        let text = String(number)
        return path + "/" + String(repeating: "0", count: max(0, digits - text.count)) + text + ".png"
    }
}
