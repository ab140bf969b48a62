/// MATLAB 5 files for tests.
public enum MatlabMatrices {
    /// A matrix of doubles which, being whole numbers, are stored as bytes, column after column.
    public struct Matrix {
        public var name: String
        public var rows: Int
        public var values: [UInt8]

        public init(_ name: String, rows: Int, values: [UInt8]) {
            self.name = name
            self.rows = rows
            self.values = values
        }
    }

    /// A file of packed matrices.
    public static func file(_ matrices: [Matrix]) -> [UInt8] {
        let header = Array("MATLAB 5.0 MAT-file".utf8) + [UInt8](repeating: 0x20, count: 97)
        let version: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0x49, 0x4D]
        return matrices.reduce(header + version) { file, matrix in
            let packed = Packing.zlib(element(14, variable(matrix)))
            return file + number(15) + number(packed.count) + packed
        }
    }

    private static func variable(_ matrix: Matrix) -> [UInt8] {
        let isDouble = number(6) + number(0)
        let sizes = number(matrix.rows) + number(matrix.values.count / matrix.rows)
        return element(6, isDouble) + element(5, sizes) + element(1, Array(matrix.name.utf8))
            + element(2, matrix.values)
    }

    private static func element(_ type: Int, _ bytes: [UInt8]) -> [UInt8] {
        number(type) + number(bytes.count) + bytes + [UInt8](repeating: 0, count: (8 - bytes.count % 8) % 8)
    }

    private static func number(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
}
