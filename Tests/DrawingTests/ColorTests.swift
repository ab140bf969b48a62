import Testing

import Drawing

@Suite struct ColorTests {
    @Test(arguments: [
        ("#000", 0x000000), ("#f80", 0xFF8800), ("#12aBef", 0x12ABEF), ("white", 0xFFFFFF), ("grey", 0x808080),
    ]) func readsWhatPeopleWrite(text: String, hex: UInt32) {
        #expect(Color(text) == Color(hex: hex))
    }

    @Test(arguments: ["", "#", "#12", "#12345", "#1234567", "#ggg", "red", "White", "#é"])
    func refusesTheRest(text: String) {
        #expect(Color(text) == nil)
    }

    @Test(arguments: [
        ("black", Color.white), ("white", .black), ("grey", .black), ("#00f", .white), ("#0f0", .black),
        ("#f00", .black), ("#747474", .white), ("#777", .black),
    ])
    func inkStandsOut(background: String, ink: Color) {
        #expect(Color(background)?.ink == ink)
    }
}
