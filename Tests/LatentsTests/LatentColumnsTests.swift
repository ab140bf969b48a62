import Latents
import TensorStreams
import Testing

@Suite struct LatentColumnsTests {
    private func table(_ header: String) throws -> TableReader {
        try TableReader(ByteReader(Array("\(header)\n".utf8), name: "t.tsv"))
    }

    @Test func columnsOfAPrefixStandInTheOrderOfTheirNumbers() throws {
        let table = try table("id\tmu2\tlogvar1\tmu1\tlogvar2")
        #expect(try LatentColumns("mu", of: table)?.places == [3, 1])
        #expect(try LatentColumns("logvar", of: table)?.places == [2, 4])
        #expect(try LatentColumns("z", of: table) == nil)
    }

    @Test func aNumberThatIsLeftOutIsToldOf() throws {
        let table = try table("mu1\tmu3")
        #expect(throws: TableError(name: "t.tsv", line: nil, reason: .missingColumn("mu2", present: ["mu1", "mu3"]))) {
            try LatentColumns("mu", of: table)
        }
    }
}
