import TensorStreams

extension MatlabMatrix {
    /// The items in a MATLAB 5 file, as u8: ink of 255 levels, or the numbers of classes.
    ///
    /// - Throws: `MatlabError`, or `FetchError.unexpectedContent` where there is no such matrix, or its values are not of that
    ///   kind.
    func items(in file: OpenFile) throws -> [UInt8] {
        func unexpected(_ problem: String) -> FetchError {
            .unexpectedContent(file: file.name, problem: "variable '\(name)': \(problem)")
        }
        try file.rewind()
        var variables = try MatlabFile(ByteReader(descriptor: file.descriptor, name: file.name))
        guard let values = try variables.open(name) else { throw unexpected("it is not there") }
        var reader = NPYReader(values, countsLast: true)
        guard try reader.format().shape == [rows] else {
            throw unexpected("\(rows)×\(count) real numbers are expected")
        }
        var items: [UInt8] = []
        var columns = 0
        while columns <= count, let batch = try reader.next(atMost: 1000) {
            let values = batch.doubles()
            for start in stride(from: 0, to: values.count, by: rows) {
                columns += 1
                guard append(values[start..<start + rows], to: &items) else {
                    throw unexpected("column \(columns): \(expectation) are expected")
                }
            }
        }
        guard columns == count else { throw unexpected("\(rows)×\(count) real numbers are expected") }
        return items
    }
}
