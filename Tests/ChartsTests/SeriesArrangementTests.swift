import Charts
import Testing

@Suite struct SeriesArrangementTests {
    private func arrangement(
        tables: [String] = ["a", "b"], columns: [[String]] = [["loss"], ["loss", "kl"]], groups: [String]? = nil,
        _ subject: PanelSubject?
    ) -> SeriesArrangement {
        SeriesArrangement(tables: tables, columns: columns, groups: groups, subject: subject)
    }

    @Test func seriesAreCalledByWhatTellsThemApart() {
        #expect(arrangement(nil).names == ["a loss", "a kl", "b loss", "b kl"])
        #expect(arrangement(columns: [["loss"], ["loss"]], nil).names == ["a", "b"])
        #expect(arrangement(tables: ["a"], columns: [["loss"]], nil).names == ["loss"])
        #expect(arrangement(tables: ["a"], columns: [["loss"]], groups: ["x", "y"], nil).names == ["x", "y"])
        #expect(arrangement(columns: [["loss"], ["loss"]], groups: ["x"], nil).names == ["a, x", "b, x"])
        #expect(arrangement(.file).names == ["loss", "kl"])
        #expect(arrangement(.column).names == ["a", "b"])
    }

    @Test(arguments: [true, false]) func tablesOfOneTitleShareTheirSeriesWhereTheyAreJoined(joined: Bool) {
        let arrangement = SeriesArrangement(
            tables: ["a", "b", "a"], columns: [["loss"], ["loss"], ["loss"]], groups: nil, subject: nil, joined: joined)
        #expect(arrangement.names == (joined ? ["a", "b"] : ["a", "b", "a"]))
        let places = (0..<3).map { arrangement.place(table: $0, title: "loss", group: 0).series }
        #expect(places == (joined ? [0, 1, 0] : [0, 1, 2]))
    }

    @Test func panelsAreCalledByTheirSubject() {
        #expect(arrangement(nil).panels == [nil])
        #expect(arrangement(.file).panels == ["a", "b"])
        #expect(arrangement(.column).panels == ["loss", "kl"])
    }

    @Test(arguments: [nil, .file, .column] as [PanelSubject?]) func everySeriesHasAPlaceOfItsOwn(
        subject: PanelSubject?
    ) {
        let arrangement = arrangement(groups: ["x", "y", "z"], subject)
        var places: Set<[Int]> = []
        for table in 0..<2 {
            for title in ["loss", "kl"] {
                for group in 0..<3 {
                    let place = arrangement.place(table: table, title: title, group: group)
                    #expect(arrangement.panels.indices.contains(place.panel))
                    let name = arrangement.names[place.series]
                    #expect(name.hasSuffix(["x", "y", "z"][group]))
                    #expect(subject == .file || name.contains(["a", "b"][table]))
                    #expect(subject == .column || name.contains(title))
                    places.insert([place.panel, place.series])
                }
            }
        }
        #expect(places.count == 12)
    }

    @Test func valuesHaveATitleWhereTheyAreOfOneColumn() {
        #expect(arrangement(columns: [["loss"], ["loss"]], nil).valueTitle == "loss")
        #expect(arrangement(nil).valueTitle == nil && arrangement(.column).valueTitle == nil)
    }

    /// Two runs, of which each has a colour; what is of no run has one of its own.
    @Test func whatARunMeasuresHasOneColour() {
        let columns = ["loss", "val_loss", "val_kl"]
        let arrangement = SeriesArrangement(
            tables: ["a", "b"], columns: [columns, columns], groups: nil, subject: nil)
        let looks = arrangement.looks(of: Array(arrangement.names.indices))
        #expect(looks.map(\.category) == [0, 0, 1, 2, 2, 3])
        #expect(looks.map(\.dashes) == [.none, .dashed, .none, .none, .dashed, .none])
        #expect(arrangement.looks(of: [1, 3]).map(\.category) == [0, 1])
    }

    @Test func columnsOfOtherTitlesAreKnown() {
        let arrangement = SeriesArrangement(tables: ["a"], columns: [["p", "q"]], groups: ["x", "y"], subject: nil)
        #expect(arrangement.looks(of: [0, 1, 2, 3]).map(\.category) == [0, 1, 2, 3])
        let looks = arrangement.looks(of: [0, 1, 2, 3], columns: ["p": "loss", "q": "val_loss"])
        #expect(looks.map(\.category) == [0, 1, 0, 1] && looks.map(\.dashes) == [.none, .none, .dashed, .dashed])
    }

    @Test func panelsOfColumnsHaveColoursByFile() {
        let arrangement = SeriesArrangement(
            tables: ["a", "b"], columns: [["loss", "val_loss"], ["loss", "val_loss"]], groups: nil, subject: .column)
        #expect(arrangement.looks(of: [0, 1]) == [SeriesLook(category: 0), SeriesLook(category: 1)])
    }
}
