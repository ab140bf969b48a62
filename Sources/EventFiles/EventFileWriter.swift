import Glibc
import TensorStreams

/// Writes an event file for TensorBoard, which may read it while it grows: after every event it is whole.
///
/// The first event of a file says `brain.Event:2` (tensorboard/summary/writer/event_file_writer.py).
public struct EventFileWriter {
    private let records: TFRecordWriter

    /// Begins a file in the folder of a run, which must be there. Throws `FileError`.
    ///
    /// - Parameter date: now, in seconds since the beginning of 1970; also part of the file's name, by which TensorBoard
    ///   orders the files of a run.
    public init(folder: String, date: Double) throws {
        records = TFRecordWriter(try ByteWriter.grow(folder + "/" + Self.name(date: date)))
        try write(Event(wallTime: date, step: 0, .fileVersion("brain.Event:2")))
    }

    public func write(_ event: Event) throws { try records.write(event.message.bytes) }

    public func finish() throws { try records.finish() }

    /// `events.out.tfevents.SECONDS.HOST.vaeutils.PROCESS`: TensorBoard knows its files by the word `tfevents`.
    private static func name(date: Double) -> String {
        let seconds = String(Int(date))
        let padding = String(repeating: "0", count: max(0, 10 - seconds.count))
        return "events.out.tfevents.\(padding)\(seconds).\(host).vaeutils.\(getpid())"
    }

    private static var host: String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
