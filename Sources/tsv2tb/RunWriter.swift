import CommandSupport
import EventFiles
import TensorStreams

/// Writes a run as TensorBoard shows it: the rows of a log, and pictures. The event file begins with the first of them.
struct RunWriter {
    private let folder: String
    private let prefix: String
    private let began = Clock.date
    private var events: EventFileWriter?
    /// The step of the last row that has numbers; nil where there was none.
    private(set) var lastStep: Int?

    /// Makes the folder of the run; `tag` is put before all that is shown. Throws `FileError`.
    init(folder: String, tag: String?) throws {
        self.folder = folder
        prefix = tag.map { $0.hasSuffix("/") ? $0 : $0 + "/" } ?? ""
        try OutputFolder.make(folder)
    }

    /// Writes each row as it comes, until a signal asks for the end. Where the table begins, and where its steps are set
    /// back as after a resume, its curves begin anew.
    mutating func write(_ table: inout LogTable) throws {
        var clock = RowClock(origin: began)
        let tags = Set(table.columns.map { prefix + tag(of: $0) })
        while Interruption.signal == nil, let row = try table.next() {
            let date = row.seconds.map { clock.date(ofSeconds: $0) } ?? Clock.date
            let scalars = row.scalars.map { Summary(tag: prefix + tag(of: $0.column), .scalar(Float($0.value))) }
            if scalars.isEmpty { continue }
            if row.step < lastStep ?? .max { try begun().restart(tags, at: row.step, date: Clock.date) }
            try write(Event(wallTime: date, step: row.step, .summary(scalars)))
            lastStep = row.step
        }
    }

    /// Writes pictures, in place of those that the run has under their names at this step and later.
    mutating func write(_ pictures: [RunImage], step: Int) throws {
        if !pictures.isEmpty {
            try begun().restart(Set(pictures.map { prefix + $0.name }), at: step, date: Clock.date)
        }
        for picture in pictures {
            let summary = Summary(tag: prefix + picture.name, .image(picture.image))
            try write(Event(wallTime: Clock.date, step: step, .summary([summary])))
        }
    }

    /// Ends the file, which is there even if it holds nothing.
    mutating func finish() throws { try begun().finish() }

    private mutating func write(_ event: Event) throws { try begun().write(event) }

    private mutating func begun() throws -> EventFileWriter {
        if let events { return events }
        let events = try EventFileWriter(folder: folder, date: Clock.date)
        self.events = events
        return events
    }

    /// TensorBoard puts tags together that begin with the same word and a slash: so `val_loss` becomes `val/loss`.
    private func tag(of column: String) -> String {
        column.hasPrefix("val_") ? "val/" + column.dropFirst(4) : column
    }
}
