/// Where the series of several tables stand: each is one column of one table, or a group of its rows.
///
/// What does not get panels of its own tells the series of a panel apart, and is in their names. Every panel has the same
/// series, some of them perhaps without values, so that one legend serves all.
package struct SeriesArrangement {
    private let tables: [String]
    /// Which of these each table is.
    private let titleOf: [Int]
    private let columns: [String]
    private let groups: [String]
    private let subject: PanelSubject?

    /// `columns` are the titles of the columns of each table. Without groups all rows are one, which has no name. Where tables
    /// of one title are `joined`, they share their series.
    package init(
        tables: [String], columns titles: [[String]], groups: [String]?, subject: PanelSubject?, joined: Bool = false
    ) {
        let (unique, columns) = (joined ? Self.unique(tables) : tables, Self.unique(titles.joined()))
        self.tables = unique
        titleOf = tables.indices.map { joined ? unique.firstIndex(of: tables[$0]) ?? 0 : $0 }
        self.columns = columns
        self.groups = groups ?? [""]
        self.subject = subject
    }

    private static func unique(_ titles: some Sequence<String>) -> [String] {
        titles.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// The titles of the panels; one without a title where there are none.
    package var panels: [String?] {
        switch subject {
        case nil: [nil]
        case .file: tables
        case .column: columns
        }
    }

    /// The names of a panel's series, in their order.
    package var names: [String] {
        let fileNames = subject == .file || tables.count == 1 ? [""] : tables
        let isSingle = fileNames.count == 1 && groups == [""]
        let columnNames = subject == .column || columns.count == 1 && !isSingle ? [""] : columns
        return fileNames.flatMap { file in
            columnNames.flatMap { column in
                groups.map { group in
                    let subject = [file, column].filter { !$0.isEmpty }.joined(separator: " ")
                    return [subject, group].filter { !$0.isEmpty }.joined(separator: ", ")
                }
            }
        }
    }

    /// The panel and, in it, the series of a table's column and group.
    package func place(table: Int, title: String, group: Int) -> (panel: Int, series: Int) {
        let (table, column) = (titleOf[table], columns.firstIndex(of: title) ?? 0)
        return switch subject {
        case nil: (0, (table * columns.count + column) * groups.count + group)
        case .file: (table, column * groups.count + group)
        case .column: (column, table * groups.count + group)
        }
    }

    /// What tells the series of these numbers apart: `loss` and `val_loss` of one run have one colour, and the latter dashes.
    ///
    /// - Parameter origins: the columns of titles that they do not have for a name.
    package func looks(of series: [Int], columns origins: [String: String] = [:]) -> [SeriesLook] {
        let names = columns.map { origins[$0] ?? $0 }
        let partners = names.map { RunLog.trained(beside: $0).flatMap(names.firstIndex) }
        if subject == .column || partners.allSatisfy({ $0 == nil }) {
            return series.indices.map { SeriesLook(category: $0) }
        }
        var runs: [Int] = []
        return series.map { number in
            let column = number / groups.count % columns.count
            let run = number + ((partners[column] ?? column) - column) * groups.count
            if !runs.contains(run) { runs.append(run) }
            return SeriesLook(ofRun: runs.firstIndex(of: run) ?? 0, isValidation: run != number)
        }
    }

    /// What the values are called, where all are of one column, or of one and what is measured beside it on other images.
    package var valueTitle: String? {
        if subject == .column { return nil }
        if columns.count == 1 { return columns[0] }
        let trained = Self.unique(columns.map { RunLog.trained(beside: $0) ?? $0 })
        return trained.count == 1 ? trained[0] : nil
    }
}
