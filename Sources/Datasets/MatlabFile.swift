import CMatio

/// A MATLAB 5 file, whose elements are whole, read by libmatio.
final class MatlabFile {
    private let name: String
    private let file: OpaquePointer

    /// - Throws: `FetchError.unexpectedContent` where libmatio cannot read it.
    init(_ open: OpenFile) throws {
        name = open.name
        // By its descriptor: what was checked is what is read, whatever its name leads to by then.
        guard let file = Mat_Open("/proc/self/fd/\(open.descriptor)", Int32(MAT_ACC_RDONLY.rawValue)) else {
            throw FetchError.unexpectedContent(file: name, problem: "libmatio cannot open it")
        }
        self.file = file
    }

    deinit { Mat_Close(file) }

    /// The items of a matrix, as u8: ink of 255 levels, or the numbers of classes.
    ///
    /// - Throws: `FetchError.unexpectedContent` where there is no such matrix, or its values are not of that kind.
    func items(of matrix: MatlabMatrix) throws -> [UInt8] {
        guard let variable = Mat_VarReadInfo(file, matrix.name) else { throw unexpected(matrix, "it is not there") }
        defer { Mat_VarFree(variable) }
        let found = variable.pointee
        guard found.rank == 2, found.dims[0] == matrix.rows, found.dims[1] == matrix.count, found.isComplex == 0 else {
            throw unexpected(matrix, "\(matrix.rows)×\(matrix.count) real numbers are expected")
        }
        switch matrix.items(try values(of: variable, matrix)) {
        case .success(let items): return items
        case .failure(let column):
            let expected = matrix.itemShape.isEmpty ? "a one and zeros are expected" : "values from 0 to 1 are expected"
            throw unexpected(matrix, "column \(column.number + 1): \(expected)")
        }
    }

    private func values(of variable: UnsafeMutablePointer<matvar_t>, _ matrix: MatlabMatrix) throws -> [Double] {
        switch variable.pointee.class_type {
        case MAT_C_DOUBLE: return try read(variable, matrix, Double.nan)
        case MAT_C_SINGLE: return try read(variable, matrix, Float.nan).map(Double.init)
        case MAT_C_UINT8: return try read(variable, matrix, UInt8.max).map(Double.init)
        default: throw unexpected(matrix, "double, single or uint8 is expected")
        }
    }

    /// The values, column after column. They begin as `unread`, which no matrix of ours may hold: libmatio may leave some as
    /// they are without calling it an error.
    private func read<Value: BitwiseCopyable>(
        _ variable: UnsafeMutablePointer<matvar_t>, _ matrix: MatlabMatrix, _ unread: Value
    ) throws -> [Value] {
        var values = [Value](repeating: unread, count: matrix.rows * matrix.count)
        let status = values.withUnsafeMutableBytes {
            Mat_VarReadDataLinear(file, variable, $0.baseAddress, 0, 1, Int32(matrix.rows * matrix.count))
        }
        guard status == 0 else { throw unexpected(matrix, "libmatio cannot read it") }
        return values
    }

    private func unexpected(_ matrix: MatlabMatrix, _ problem: String) -> FetchError {
        .unexpectedContent(file: name, problem: "variable '\(matrix.name)': \(problem)")
    }
}
