import CommandSupport
import Disentanglement
import TensorStreams

/// Latents and factors of the same rows, of one table or of two.
struct MeasuredTables {
    let representation: Representation
    let posteriors: Posteriors?

    /// - Parameter factors: nil where the table of latents has them too.
    /// - Throws: `TableError`, `FileError`, or `Failure` where the tables have not the same rows, or none.
    init(latents path: String, factors other: String?, _ choice: FactorChoice, note: (String) -> Void) throws {
        let latents = try TableRows(path, hasLatents: true, choice: other == nil ? choice : nil)
        let factors = try other.map { try TableRows($0, hasLatents: false, choice: choice) } ?? latents
        try latents.checkRows(against: factors)
        let all = try factors.factors.map { try $0.factor(choice, of: factors.name) }
        for factor in all where !factor.varies {
            note("\(factors.name): \(factor.name) is the same in all rows and is left out")
        }
        let varying = all.filter(\.varies)
        if varying.isEmpty {
            throw Failure("\(factors.name): no factor differs between rows: there is nothing to measure")
        }
        representation = Representation(latents: latents.latents?.latents ?? [], factors: varying)
        posteriors = latents.latents?.posteriors
    }
}

/// The rows of one table.
private struct TableRows {
    let name: String
    private(set) var latents: LatentRows?
    private(set) var factors: [FactorColumn]
    private(set) var count = 0
    /// What the column `id` holds, where there is one.
    private var ids: [String]?

    /// - Parameter choice: nil where it has no factors that are wanted.
    init(_ path: String, hasLatents: Bool, choice: FactorChoice?) throws {
        var table = try TableReader(ByteReader.open(path))
        name = table.name
        latents = hasLatents ? try LatentRows(of: table) : nil
        factors = try choice?.places(in: table).map { FactorColumn(name: table.columns[$0], place: $0) } ?? []
        let id = table.columns.contains("id") ? try table.index(of: "id") : nil
        ids = id.map { _ in [] }
        while try table.advance() {
            try latents?.read(table)
            for column in factors.indices { try factors[column].read(table) }
            if let id { ids?.append(try table.trimmedText(id)) }
            count += 1
        }
    }

    /// Rows with the numbers of other items would be measured against each other without a sign of it.
    func checkRows(against other: TableRows) throws {
        if count != other.count {
            throw Failure(
                "\(name) has \(count) rows, \(other.name) \(other.count): the same items are expected in both")
        }
        if count == 0 { throw Failure("\(name): the table has no rows") }
        guard let ids, let others = other.ids, let row = ids.indices.first(where: { ids[$0] != others[$0] }) else {
            return
        }
        throw Failure(
            "row \(row + 1) has the id \(ids[row]) in \(name), but \(others[row]) in \(other.name): "
                + "the same items are expected in both, in one order")
    }
}
