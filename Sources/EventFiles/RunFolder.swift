import TensorStreams

/// The folder of a run: TensorBoard shows all event files in it as one.
package struct RunFolder {
    package let path: String

    package init(path: String) { self.path = path }

    /// The names of the event files, in the order in which they are read: that of their bytes
    /// (tensorboard/backend/event_processing/directory_watcher.py, tensorboard/data/server/run.rs). Throws `FileError`.
    package func files() throws -> [String] {
        try InputFolder.entries(of: FileName.bytes(path), name: path).map { FileName.text($0.name) }
            .filter { $0.hasPrefix(EventFileName.start) }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The name of a new file, which is read after all that are there, even where a clock was set back. Throws `FileError`.
    ///
    /// - Parameter date: now, in seconds since the beginning of 1970.
    package func newFile(date: Double) throws -> String {
        let seconds = Int(date)
        let name = EventFileName(seconds: seconds, microseconds: Int((date - Double(seconds)) * 1e6)).text
        guard let last = try files().last, !last.utf8.lexicographicallyPrecedes(name.utf8),
            let late = EventFileName.seconds(of: last)
        else { return name }
        return EventFileName(seconds: late + 1, microseconds: 0).text
    }
}
