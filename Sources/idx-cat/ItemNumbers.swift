import CommandSupport
import Glibc
import TensorStreams

/// Item numbers from the `id` column of a table, each with the line it stands on.
struct ItemNumbers {
    struct Entry {
        var line: Int
        var number: Int
    }

    let name: String
    let numbers: [Entry]

    /// Reads the table at `path`. Without a header the first column counts; a header that `sort` moved among the rows is
    /// passed over.
    static func read(_ path: String) throws -> ItemNumbers {
        var table = try TableReader(try ByteReader.open(path))
        let column = table.hasHeader ? try table.index(of: "id") : 0
        var numbers: [Entry] = []
        while try table.advance() {
            if !table.hasHeader, try table.text(column) == "id" { continue }
            let number = try table.integer(column)
            if number < 0 { throw ItemNumbersError.negative(table.name, Entry(line: table.line, number: number)) }
            numbers.append(Entry(line: table.line, number: number))
        }
        return ItemNumbers(name: table.name, numbers: numbers)
    }

    /// Throws `UsageError` where numbers are given in place of a table's name.
    static func refuseList(_ path: String) throws {
        let words = path.split(separator: ",", omittingEmptySubsequences: false)
        guard words.allSatisfy({ Int($0) != nil }), access(FileName.bytes(path), F_OK) != 0 else { return }
        throw UsageError(
            "--ids \(path): it takes a table with their numbers, or '-': "
                + "printf '%s\\n' \(words.joined(separator: " ")) | idx-cat --ids - FILE")
    }
}

/// A number that no item has.
enum ItemNumbersError: Error, CustomStringConvertible {
    case negative(String, ItemNumbers.Entry)
    case beyond(String, ItemNumbers.Entry, in: String, count: Int)

    var description: String {
        switch self {
        case .negative(let name, let entry): "\(name): line \(entry.line): column id: \(entry.number) is no item number"
        case .beyond(let name, let entry, let items, let count):
            "\(name): line \(entry.line): column id: \(entry.number), but \(items) has \(count) items, numbered from 0"
        }
    }
}
