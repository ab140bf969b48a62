import TensorStreams
import Testing

@Suite struct JSONTests {
    @Test(arguments: [
        "null", "true", "false", "0", "-12", "1.5", "1e-07", "\"\"", "\"a\\\"b\\\\c\\n\\t\"", "[]", "{}",
        "[1, [2, []], {}]",
        "{\"b\": 1, \"a\": {\"z\": [true, null]}}", "\"\\u0001ü漢🙂\"", "9223372036854775807", "-9223372036854775808",
    ])
    func textComesBack(text: String) throws {
        #expect(try JSON(parsing: text).text() == text)
        #expect(try JSON(parsing: JSON(parsing: text).text(indented: true)) == JSON(parsing: text))
    }

    @Test func valuesAreReadAsTheyAreMeant() throws {
        let json = try JSON(
            parsing: " {\"a\" : [1, 2.0, 2.5, 1e2], \"b\": \"\\u00fc\\ud83d\\ude42\\/\", \"c\": true}\n ")
        #expect(json["a"]?.array?.map(\.int) == [1, 2, nil, 100])
        #expect(json["a"]?.array?.map(\.double) == [1, 2, 2.5, 100])
        #expect(json["b"]?.string == "ü🙂/")
        #expect(json["c"]?.bool == true)
        #expect(json["d"] == nil)
        #expect(json.object?.keys == ["a", "b", "c"])
        #expect(try JSON(parsing: "99999999999999999999") == .number(1e20))
    }

    @Test(arguments: [
        "", " ", "{", "[", "[1", "[1,", "[1,]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "tru", "nul", "truee",
        "01", "-",
        "1.", ".5", "+1", "1e", "0x1", "NaN", "Infinity", "\"", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"",
        "\"\\ud800\\u0041\"",
        "\"\\udc00\"", "\"\n\"", "1 2", "[1 2]", "'a'", "1e999", "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}",
    ])
    func nothingElseIsJSON(text: String) {
        #expect(throws: JSONError.self) { try JSON(parsing: text) }
    }

    @Test func badUTF8IsRefused() {
        #expect(throws: JSONError.self) { try JSON(parsing: [0x22, 0xFF, 0x22]) }
    }

    @Test func depthIsLimited() throws {
        #expect(throws: Never.self) {
            try JSON(parsing: String(repeating: "[", count: 64) + String(repeating: "]", count: 64))
        }
        #expect(throws: JSONError(offset: 64, reason: .tooDeep)) {
            try JSON(parsing: String(repeating: "[", count: 1_000_000))
        }
    }

    @Test func objectsKeepTheirOrder() {
        var object: JSONObject = ["b": 1, "a": 2]
        object["c"] = 3
        object["b"] = 4
        object["a"] = nil
        #expect(JSON.object(object).text() == "{\"b\": 4, \"c\": 3}")
    }
}
