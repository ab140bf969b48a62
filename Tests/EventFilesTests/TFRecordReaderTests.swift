import EventFiles
import TensorStreams
import Testing

@Suite struct TFRecordReaderTests {
    private func records(_ file: [UInt8]) throws -> [[UInt8]] {
        let reader = TFRecordReader(ByteReader(file, name: "x"))
        var records: [[UInt8]] = []
        while let record = try reader.next() { records.append(record) }
        return records
    }

    private let file = TFRecordWriter.frame([1, 2, 3]) + TFRecordWriter.frame([]) + TFRecordWriter.frame([4])

    @Test func recordsComeBack() throws {
        #expect(try records(file) == [[1, 2, 3], [], [4]])
        #expect(try records([]) == [])
    }

    @Test func aRecordThatIsCutIsTheEnd() throws {
        for length in file.count - 16..<file.count { #expect(try records(Array(file[..<length])).count == 2) }
    }

    /// A wrong length too: no memory is taken for what it claims.
    @Test func aDamagedRecordIsTheEnd() throws {
        for place in 19..<35 {
            var damaged = file
            damaged[place] ^= 0x40
            #expect(try records(damaged) == [[1, 2, 3]])
        }
    }
}
