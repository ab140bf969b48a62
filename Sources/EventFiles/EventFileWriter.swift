import TensorStreams

/// Writes an event file for TensorBoard, which may read it while it grows: after every event it is whole.
///
/// The first event of a file says `brain.Event:2` (tensorboard/summary/writer/event_file_writer.py).
public struct EventFileWriter {
    private let folder: RunFolder
    private let records: TFRecordWriter

    /// Begins a file in the folder of a run, which must be there, behind the files that it holds. Throws `FileError`.
    ///
    /// - Parameter date: now, in seconds since the beginning of 1970.
    public init(folder path: String, date: Double) throws {
        folder = RunFolder(path: path)
        records = TFRecordWriter(try ByteWriter.grow(path + "/" + folder.newFile(date: date)))
        try write(Event(wallTime: date, step: 0, .fileVersion("brain.Event:2")))
    }

    public func write(_ event: Event) throws { try records.write(event.message.bytes) }

    /// Makes the curves or pictures of these tags begin anew at a step, where the run has some from there on: after a resume,
    /// say, or when a log is written once more. Throws `FileError`.
    ///
    /// TensorBoard's server takes away the later points of a curve by itself (tensorboard/data/server/reservoir.rs). Its
    /// readers in Python do so at the start of a session alone, but then of all curves and pictures of the run: those with
    /// other tags are therefore written again. That of `--load_fast=false` takes the first start in a run for its beginning
    /// and removes nothing there (tensorboard/backend/event_processing/plugin_event_accumulator.py), so a start is written
    /// twice, whatever files are read before this one: another takes away what the first left, or nothing.
    public func restart(_ tags: Set<String>, at step: Int, date: Double) throws {
        let points = try RunHistory(folder, from: step).points
        guard points.contains(where: { tags.contains($0.tag) }) else { return }
        for _ in 1...2 { try write(Event(wallTime: date, step: step, .sessionStart)) }
        for point in points where !tags.contains(point.tag) {
            try write(Event(wallTime: point.wallTime, step: point.step, .copy(point.value)))
        }
    }

    public func finish() throws { try records.finish() }
}
