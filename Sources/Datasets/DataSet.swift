/// Which part of a data set: the images to train on, to choose by, or to test with.
public enum Split: String, CaseIterable, Sendable {
    case train
    case test
    case valid
}

/// What is wanted of the items.
public enum Kind: String, CaseIterable, Sendable {
    case images
    case labels
}

/// A file that mirrors hold, known by its checksum, so that it does not matter who serves it.
public struct RemoteFile: Hashable, Sendable {
    /// What the checksum is taken of.
    public enum Form: Hashable, Sendable {
        /// The unpacked data: mirrors pack it differently, or not at all, so NAME.gz and NAME both will do.
        case unpacked
        /// The file as mirrors hold it.
        case stored
        /// The file as mirrors hold it, a MATLAB 5 file, which must hold these matrices whether or not its checksum is known.
        case matlab([MatlabMatrix])
    }

    public let name: String
    /// Bytes of what the checksum is taken of; the most it may have where none is known.
    public let size: Int
    /// 64 lower-case hexadecimal digits; nil where nobody has published them.
    public var sha256: String?
    public let form: Form

    public init(name: String, size: Int, sha256: String?, form: Form) {
        self.name = name
        self.size = size
        self.sha256 = sha256
        self.form = form
    }

    /// The names it may have on a mirror or on disk, the best first.
    var storedNames: [String] { form == .unpacked ? [name + ".gz", name] : [name] }

    /// The most bytes it may have as it is stored: packing can lengthen data, but hardly.
    var storedLimit: Int { form == .unpacked ? size + size / 1000 + 1024 : size }
}

/// How the items lie in a file.
public enum Content: Equatable, Sendable {
    /// An IDX file, gzip or not.
    case idx
    /// An IDX file (gzip or not) inside a zip archive; `isTransposed` images have rows and columns exchanged.
    case zippedIDX(member: String, isTransposed: Bool)
    /// Text: an image of `side`×`side` zeros and ones a line.
    case binaryText(side: Int)
    /// A matrix of a MATLAB 5 file.
    case matlab(MatlabMatrix)

    /// Whether the file holds other parts too.
    var isShared: Bool {
        switch self {
        case .idx, .binaryText: false
        case .zippedIDX, .matlab: true
        }
    }
}

/// One split of one kind: the file that holds it and how.
public struct Part: Equatable, Sendable {
    public let split: Split
    public let kind: Kind
    public fileprivate(set) var file: RemoteFile
    public let content: Content

    public init(split: Split, kind: Kind, file: RemoteFile, content: Content) {
        self.split = split
        self.kind = kind
        self.file = file
        self.content = content
    }

    /// The name that programs which read MNIST look for.
    public var usualName: String {
        let stem = split == .test ? "t10k" : split.rawValue
        return kind == .images ? "\(stem)-images-idx3-ubyte" : "\(stem)-labels-idx1-ubyte"
    }
}

/// A data set: its parts, and where to look for them.
public struct DataSet: Equatable, Sendable {
    public let name: String
    /// The folder in the cache; data sets cut from one archive share it.
    public let folder: String
    /// The folders below `/usr/share/datasets` that packages install it in.
    public let installedFolders: [String]
    /// URLs of folders.
    public let mirrors: [String]
    public private(set) var parts: [Part]

    public init(name: String, folder: String, installedFolders: [String], mirrors: [String], parts: [Part]) {
        self.name = name
        self.folder = folder
        self.installedFolders = installedFolders
        self.mirrors = mirrors
        self.parts = parts
    }

    /// Whether there is a file of which nobody has published a checksum.
    public var hasUnknownChecksum: Bool { parts.contains { $0.file.sha256 == nil } }

    /// The data set, its file of unknown checksum held to one that the user knows.
    public func holding(to sha256: String) -> DataSet {
        var dataSet = self
        for place in parts.indices where parts[place].file.sha256 == nil { dataSet.parts[place].file.sha256 = sha256 }
        return dataSet
    }

    /// The part of this split and kind, if the data set has one.
    public func part(_ split: Split, _ kind: Kind) -> Part? {
        parts.first { $0.split == split && $0.kind == kind }
    }
}
