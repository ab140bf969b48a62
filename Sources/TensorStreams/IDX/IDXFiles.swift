import Glibc

/// Several files read one after another as one tensor stream; items of all files have one format.
public struct IDXFiles {
    private let paths: [String]
    private var nextPath = 0
    private var reader: IDXReader?
    private var first: ItemFormat?
    /// Which levels the pixels read so far take, in all files.
    public let levels: PixelLevels

    /// The files at `paths`, in order; none, or `-`, is standard input.
    public init(_ paths: [String]) {
        self.paths = paths.isEmpty ? ["-"] : paths
        levels = PixelLevels(name: Self.name(self.paths[0]))
    }

    /// How messages call the input: the file now read.
    public var name: String { reader?.name ?? Self.name(paths[0]) }

    private static func name(_ path: String) -> String { path == "-" ? "standard input" : path }

    /// Whether the same items can be had again by `rewound()`: regular files, not pipes.
    public var canBeReadAgain: Bool {
        paths.allSatisfy { path in
            var status = stat()
            return path != "-" && stat(FileName.bytes(path), &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        }
    }

    /// The same files from their beginning.
    public func rewound() -> IDXFiles { IDXFiles(paths) }

    /// Type and shape of the items. An empty first file is an error.
    public mutating func format() throws -> ItemFormat {
        if let first { return first }
        _ = try open()
        return try first.orThrow(IDXError(name: name, tensor: 0, reason: .empty))
    }

    /// The next items, as many as asked for unless the files end before (then fewer, then nil).
    public mutating func next(atMost items: Int) throws -> TensorBatch? {
        var batch: TensorBatch?
        while batch?.count ?? 0 < items {
            if reader == nil, try !open() { break }
            guard let more = try reader?.next(atMost: items - (batch?.count ?? 0)) else {
                reader = nil
                continue
            }
            if batch == nil { batch = more } else { batch?.append(more) }
        }
        return batch
    }

    /// Passes over `items` items, or to the end where there are fewer; returns how many there were.
    public mutating func skip(_ items: Int) throws -> Int {
        var skipped = 0
        while skipped < items {
            if reader == nil, try !open() { break }
            skipped += try reader?.skip(items - skipped) ?? 0
            if skipped < items { reader = nil }
        }
        return skipped
    }

    private mutating func open() throws -> Bool {
        guard nextPath < paths.count else { return false }
        var opened = IDXReader(try ByteReader.open(paths[nextPath]), levels: levels)
        nextPath += 1
        let format = try opened.requiredFormat()
        if let first, first != format {
            throw IDXError(name: opened.name, tensor: 0, reason: .formatDiffers(first: first, now: format))
        }
        first = format
        reader = opened
        return true
    }
}
