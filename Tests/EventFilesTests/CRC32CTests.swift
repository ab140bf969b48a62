import EventFiles
import Testing

@Suite struct CRC32CTests {
    /// RFC 3720, section B.4, and the usual check value.
    @Test func knownChecksums() {
        #expect(CRC32C.checksum([]) == 0)
        #expect(CRC32C.checksum(Array("123456789".utf8)) == 0xE306_9283)
        #expect(CRC32C.checksum([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
        #expect(CRC32C.checksum([UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
        #expect(CRC32C.checksum(Array(0..<32)) == 0x46DD_794E)
        #expect(CRC32C.checksum((0..<32).reversed()) == 0x113F_DB5C)
    }

    /// The checksum of "foo" as LevelDB's tests have it, turned by hand: 0xCFC4AE1D becomes 0x5C3B9F89 + 0xA282EAD8.
    @Test func masking() {
        #expect(CRC32C.checksum(Array("foo".utf8)) == 0xCFC4_AE1D)
        #expect(CRC32C.masked(Array("foo".utf8)) == 0xFEBE_8A61)
    }
}
