import CommandSupport
import Datasets
import TensorStreams

/// Where this run gets its data from, as options and environment say, and what it shows meanwhile.
struct Source {
    private let fetcher: Fetcher
    private let display: Display

    /// - Parameter mirror: the only one to ask.
    init(_ arguments: Arguments, mirror: String?) {
        let display = Display(arguments)
        self.display = display
        let settings = FetchSettings(
            cache: Self.cache, installed: Self.installed, mirror: mirror,
            preferredMirror: Environment.value("MNIST_MIRROR"), temporary: Environment.value("TMPDIR") ?? "/tmp")
        fetcher = Fetcher(
            settings,
            observer: FetchObserver(
                note: { display.note($0) }, progress: { display.progress($0, $1, $2) }))
    }

    /// Writes one part to a file or to standard output.
    func write(_ part: Part, of dataSet: DataSet, to path: String) throws {
        // The output is begun first: a folder that is not there should not cost a download.
        let writer = try ByteWriter.create(path)
        let fetched = try fetcher.fetch(part, of: dataSet)
        display.finish()
        try fetched.write(to: writer)
    }

    /// Writes every part under its usual name, once all of them are here.
    func save(_ dataSet: DataSet, in directory: String) throws {
        let fetched = try dataSet.parts.map { try fetcher.fetch($0, of: dataSet) }
        display.finish()
        try OutputFolder.make(directory)
        for part in fetched {
            try part.write(to: ByteWriter.create(directory + "/" + part.part.usualName))
        }
    }

    /// `$XDG_CACHE_HOME/vaeutils`, or `~/.cache/vaeutils`; nil where there is no home. (A path that is not absolute
    /// does not count: XDG Base Directory Specification.)
    private static var cache: String? {
        if let cache = Environment.value("XDG_CACHE_HOME"), cache.hasPrefix("/") { return cache + "/vaeutils" }
        guard let home = Environment.value("HOME"), home.hasPrefix("/") else { return nil }
        return (home == "/" ? "" : home) + "/.cache/vaeutils"
    }

    /// `datasets` below each folder of shared data.
    private static var installed: [String] {
        let shared = (Environment.value("XDG_DATA_DIRS") ?? "").split(separator: ":").filter { $0.hasPrefix("/") }
        let roots = shared.map { "\($0.hasSuffix("/") ? $0.dropLast() : $0)/datasets" }
        return roots.contains("/usr/share/datasets") ? roots : roots + ["/usr/share/datasets"]
    }
}

/// Notes, and a bar for each file that takes a while.
final class Display {
    private let arguments: Arguments
    private let quiet: Bool
    private var current: (name: String, total: Int?, bar: Progress)?

    init(_ arguments: Arguments) {
        self.arguments = arguments
        quiet = arguments[StandardOptions.quiet]
    }

    func note(_ text: String) {
        finish()
        if !quiet { arguments.note(text) }
    }

    func progress(_ name: String, _ done: Int, _ total: Int?) {
        if current?.name != name || current?.total != total {
            finish()
            current = (
                name, total, Progress(name, total: total, unit: "bytes", startingAt: done, quiet: quiet)
            )
        }
        current?.bar.advance(to: done)
    }

    func finish() {
        current?.bar.finish()
        current = nil
    }
}
