import TensorStreams
import Testing

@Suite struct CRC32Tests {
    /// The check value that catalogues of such sums give (CRC-32/ISO-HDLC).
    @Test func knownValues() {
        #expect(CRC32.of(Array("123456789".utf8)) == 0xCBF4_3926)
        #expect(CRC32.of([]) == 0)
    }
}
