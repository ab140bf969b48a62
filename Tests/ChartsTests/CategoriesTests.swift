import Testing

import Charts

@Suite struct CategoriesTests {
    @Test func numbersStandInTheirOrder() {
        let categories = Categories(["10", "9", "-1", "9"])
        #expect(categories.names == ["-1", "9", "10"])
        #expect(categories.members == [2, 1, 0, 1])
    }

    @Test func wordsStandInAlphabeticalOrder() {
        #expect(Categories(["pear", "", "apple"]).names == ["apple", "pear", "(none)"])
        #expect(Categories(["", "10", "9"]).names == ["9", "10", "(none)"])
    }

    @Test func manyNumbersAreAScale() {
        #expect(Categories.scale((0..<20).map(String.init)) == nil)
        #expect(Categories.scale((0..<21).map(String.init))?.count == 21)
        #expect(Categories.scale(["0.5", "1"]) == [0.5, 1])
        #expect(Categories.scale(["1", "x"]) == nil)
    }
}
