import CommandSupport
import Ranking
import TensorStreams

/// The curve of one score, point by point from the highest threshold.
struct CurveTable {
    private let curve: ScoreOptions.Curve
    private let ranked: RankedScores
    private let sign: Double

    /// - Throws: `UsageError` where there are several scores.
    init(_ curve: ScoreOptions.Curve, of tables: [ScoredRows]) throws {
        guard tables.count == 1, tables[0].ranked.count == 1 else {
            let names = tables.count == 1 ? ": \(tables[0].ranked.map(\.score).joined(separator: ", "))" : ""
            throw UsageError("--curve draws one score of one table, and there are several\(names): --score names it")
        }
        (self.curve, ranked, sign) = (curve, tables[0].ranked[0].1, tables[0].sign)
    }

    func write(to output: ByteWriter, header: Bool) throws {
        let columns = curve == .roc ? ["fpr", "tpr"] : ["recall", "precision"]
        var table = TableWriter(output, columns: ["threshold"] + columns, header: header)
        // Above every score nothing is found.
        if curve == .roc { try table.write(row: [.text(sign > 0 ? "inf" : "-inf"), .integer(0), .integer(0)]) }
        for point in ranked.points {
            let values =
                curve == .roc
                ? [ranked.falseAlarmRate(point), ranked.recall(point)]
                : [ranked.recall(point), ranked.precision(point)]
            try table.write(row: [.double(sign * point.threshold)] + values.map { .double($0) })
        }
        try table.finish()
    }
}
