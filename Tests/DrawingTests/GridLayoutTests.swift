import Testing

import Drawing

@Suite struct GridLayoutTests {
    @Test(arguments: [
        (1, 1, 1), (2, 1, 2), (4, 2, 2), (7, 3, 3), (8, 2, 4), (10, 2, 5), (12, 3, 4), (100, 10, 10), (101, 10, 11),
        (400, 20, 20), (10_000, 100, 100),
    ]) func isAboutSquare(tiles: Int, rows: Int, columns: Int) {
        let shape = GridLayout().shape(tiles: tiles, width: 28, height: 28)
        #expect(shape == (rows, columns))
    }

    @Test func everyNumberFits() {
        for tiles in 1...2000 {
            let (rows, columns) = GridLayout().shape(tiles: tiles, width: 28, height: 28)
            #expect(rows * columns >= tiles && (rows - 1) * columns < tiles)
            #expect(columns <= max(3, rows * 3))
        }
    }

    @Test func tallImagesStandInMoreColumns() {
        #expect(GridLayout().shape(tiles: 36, width: 10, height: 40) == (3, 12))
    }

    @Test func columnsAsAsked() {
        #expect(GridLayout(columns: 8).shape(tiles: 20, width: 1, height: 1) == (3, 8))
        #expect(GridLayout(columns: 8).shape(tiles: 5, width: 1, height: 1) == (1, 5))
    }
}
