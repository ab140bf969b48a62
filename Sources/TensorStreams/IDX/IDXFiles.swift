/// Several files read one after another as one tensor stream; items of all files have one format.
public struct IDXFiles {
    private let paths: [String]
    private let open: (String) throws -> ByteReader
    private var nextPath = 0
    private var reader: IDXReader?
    private var first: ItemFormat?
    /// The files read so far, with the number of the first item of each.
    private var beginnings: [(name: String, item: Int)] = []
    /// Items that the headers of files that have ended promised.
    private var announcedBefore = 0
    /// Items handed out or skipped so far.
    public private(set) var itemsRead = 0
    /// Which levels the pixels read so far take, in all files.
    public let levels: PixelLevels

    /// The files at `paths`, in order; none, or `-`, is standard input.
    ///
    /// - Parameter open: opens each when its turn has come.
    public init(_ paths: [String], open: @escaping (String) throws -> ByteReader = ByteReader.open) {
        self.paths = paths.isEmpty ? ["-"] : paths
        self.open = open
        levels = PixelLevels(name: Self.name(self.paths[0]))
    }

    /// One that is open.
    public init(_ reader: IDXReader) {
        (paths, nextPath, open) = ([reader.name], 1, ByteReader.open)
        levels = reader.levels
        begin(reader)
    }

    /// How messages call the input: the file now read.
    public var name: String { reader?.name ?? beginnings.last?.name ?? Self.name(paths[0]) }

    /// How messages call all of them.
    public var title: String {
        paths.count > 1 ? "\(Self.name(paths[0])) and \(paths.count - 1) more" : name
    }

    private static func name(_ path: String) -> String { path == "-" ? "standard input" : path }

    /// How messages call an item that has been read: by its file, and its number there.
    public func title(ofItem number: Int) -> String {
        let file = beginnings.last { $0.item <= number } ?? (name, 0)
        return "\(file.name): item \(number - file.item)"
    }

    /// Items that the headers read so far promise in all; a lower bound of the stream's length, for progress.
    public var itemsAnnounced: Int { announcedBefore + (reader?.itemsAnnounced ?? 0) }

    /// Whether the same items can be had again by `rewound()`: regular files, not pipes.
    public var canBeReadAgain: Bool {
        paths.allSatisfy { $0 != "-" && FileName.isRegular($0) == true }
    }

    /// The same files from their beginning.
    public func rewound() -> IDXFiles { IDXFiles(paths, open: open) }

    /// Type and shape of the items. An empty first file is an error.
    public mutating func format() throws -> ItemFormat {
        if let first { return first }
        if reader == nil { _ = try openNext() }
        first = try reader?.requiredFormat()
        return try first.orThrow(IDXError(name: name, tensor: 0, reason: .empty))
    }

    /// The next items, as many as asked for unless the files end before (then fewer, then nil).
    public mutating func next(atMost items: Int) throws -> TensorBatch? {
        var batch: TensorBatch?
        while batch?.count ?? 0 < items {
            if reader == nil, try !openNext() { break }
            guard let more = try reader?.next(atMost: items - (batch?.count ?? 0)) else {
                end()
                continue
            }
            itemsRead += more.count
            if batch == nil { batch = more } else { batch?.append(more) }
        }
        return batch
    }

    /// Passes over `items` items, or to the end where there are fewer; returns how many there were.
    public mutating func skip(_ items: Int) throws -> Int {
        var skipped = 0
        while skipped < items {
            if reader == nil, try !openNext() { break }
            let passed = try reader?.skip(items - skipped) ?? 0
            (skipped, itemsRead) = (skipped + passed, itemsRead + passed)
            if skipped < items { end() }
        }
        return skipped
    }

    private mutating func openNext() throws -> Bool {
        guard nextPath < paths.count else { return false }
        var opened = IDXReader(try open(paths[nextPath]), levels: levels)
        nextPath += 1
        let format = try opened.requiredFormat()
        if let first, first != format {
            throw IDXError(name: opened.name, tensor: 0, reason: .formatDiffers(first: first, now: format))
        }
        first = format
        begin(opened)
        return true
    }

    private mutating func begin(_ opened: IDXReader) {
        reader = opened
        beginnings.append((opened.name, itemsRead))
    }

    private mutating func end() {
        announcedBefore = itemsAnnounced
        reader = nil
    }
}
