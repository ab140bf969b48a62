import Testing
import VAEKit

@Suite struct QuantiserDescriptionTests {
    @Test(arguments: [
        ("codes", "codes 512 width 64 decay 0.99 commitment 0.25 revive 0.05"),
        ("codes 16", "codes 16 width 64 decay 0.99 commitment 0.25 revive 0.05"),
        (" codes  residual 4 width 3 ", "codes 512 width 3 decay 0.99 commitment 0.25 revive 0.05 residual 4"),
        (
            "codes 2 commitment 0 decay 0 revive 0 residual 1", "codes 2 width 64 decay 0 commitment 0 revive 0"
        ),
        ("fsq", "fsq 8,5,5,5"), ("fsq 3", "fsq 3"), ("fsq 8,8,8,5,5,5", "fsq 8,8,8,5,5,5"),
    ]) func isReadAndSpelt(text: String, spelt: String) throws {
        let kind = try #require(try QuantiserDescription.latentKind(parsing: text))
        #expect(kind.description == spelt)
        #expect(try QuantiserDescription.latentKind(parsing: spelt) == kind)
    }

    @Test func realNumbersAreNoCodes() throws {
        #expect(try QuantiserDescription.latentKind(parsing: "real") == nil)
    }

    @Test(arguments: [
        ("", "a kind of latents is missing, such as 'codes 512'"),
        ("code", "'code': no kind of latents is called 'code'; there are real, codes, fsq"),
        ("codes 1", "'codes 1': '1' must be a whole number from 2 to 65536"),
        ("codes 4x", "'codes 4x': '4x' must be a whole number from 2 to 65536"),
        ("codes width", "'codes width': width must be a whole number from 1 to 4096, not ''"),
        ("codes decay 1", "'codes decay 1': '1' must be a number from 0 to 0.9999"),
        ("codes 8 9", "'codes 8 9': '9' is not expected there"),
        ("codes twice", "'codes twice': 'twice' is not expected there"),
        ("fsq 2,5", "'fsq 2,5': levels '2,5' must be whole numbers from 3 to 256, as in 8,5,5"),
        ("fsq 5,", "'fsq 5,': levels '5,' must be whole numbers from 3 to 256, as in 8,5,5"),
        ("fsq 256,256,3", "'fsq 256,256,3': its levels make more than 65536 codes"),
        ("fsq 8 5", "'fsq 8 5': '5' is not expected there"),
        ("real 2", "'real 2': '2' is not expected there"),
    ]) func saysWhatIsWrong(text: String, message: String) {
        let error = #expect(throws: NetworkError.self) { try QuantiserDescription.latentKind(parsing: text) }
        #expect(error?.description == message)
    }

    @Test func countsCodes() throws {
        let books = try #require(try QuantiserDescription.latentKind(parsing: "codes 7 residual 3"))
        #expect((books.codeCount, books.bookCount, books.commitment) == (7, 3, 0.25))
        let levels = try #require(try QuantiserDescription.latentKind(parsing: "fsq 8,5,5,5"))
        #expect((levels.codeCount, levels.bookCount, levels.commitment) == (1000, 1, 0))
    }
}
