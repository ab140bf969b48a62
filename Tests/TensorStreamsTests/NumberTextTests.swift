import TensorStreams
import Testing

@Suite struct NumberTextTests {
    @Test(arguments: [
        ("0", 0.0), ("-0", -0.0), ("1", 1), ("+1.5", 1.5), (".5", 0.5), ("5.", 5), ("1e3", 1000), ("1E-3", 0.001),
        ("123456789012345678901234567890", 123456789012345677877719597056), ("1e-400", 0),
        ("4.9e-324", Double.leastNonzeroMagnitude),
        ("1.7976931348623157e308", 1.7976931348623157e308), ("9007199254740993", 9007199254740992),
        ("0.1", 0.1), ("2.2250738585072011e-308", Double.leastNormalMagnitude.nextDown), ("00012", 12),
        ("1e00005", 100000),
        ("179769313486231580793728971405301e276", 1.797693134862315807e308),
    ])
    func numbersAreRead(text: String, value: Double) {
        #expect(NumberText.double(text) == value)
    }

    @Test(arguments: [
        "", " ", "1 ", " 1", "nan", "inf", "-inf", "0x10", "1e", "1e+", "e5", ".", "-", "+", "--1", "1.2.3", "1,5",
        "1_000",
        "1e400", "１", "1f", "NaN", "infinity", "1e5.0",
    ])
    func nothingElseIs(text: String) {
        #expect(NumberText.double(text) == nil)
    }

    @Test(arguments: [
        ("1,5", true), ("-1,5e3", true), (",5", true), ("1.5", false), ("15", false), ("1,2,3", false),
        ("1,2.3", false),
        ("a,b", false), (",", false),
    ])
    func decimalCommasAreTold(text: String, isTold: Bool) throws {
        var table = try TableReader(ByteReader(Array("a\tb\n\(text)\tx\n".utf8), name: "x"))
        #expect(try table.advance())
        let error = TableError(name: "x", line: 2, reason: .notANumber(column: "a", text: text))
        #expect(table.decimalComma as? TableError == (isTold ? error : nil))
        #expect("\(error)".hasSuffix("expected, with a point in place of the comma") == isTold)
    }

    @Test(arguments: [
        (3.0, "3"), (-2.5, "-2.5"), (0.1, "0.1"), (1e-7, "1e-07"), (1e300, "1e+300"), (1e6, "1000000"), (-0.0, "-0"),
    ])
    func numbersAreWrittenShort(value: Double, text: String) {
        #expect(NumberText.of(value) == text)
    }

    @Test func everyDoubleComesBack() {
        var random = RandomSource(seed: 1)
        for _ in 0..<20_000 {
            let value = Double(bitPattern: random.next())
            if !value.isFinite { continue }
            #expect(NumberText.double(NumberText.of(value)) == value)
        }
    }
}
