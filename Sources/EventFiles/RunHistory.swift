import Protobuf
import TensorStreams

/// What the event files of a run have at some step and behind it: points of curves, pictures.
package struct RunHistory {
    package struct Point: Equatable {
        package let wallTime: Double
        package let step: Int
        package let tag: String
        /// The message `Summary.Value`, which names the tag too.
        package let value: [UInt8]
    }

    /// In the order in which they were written, without those that a later start of a session took away.
    package private(set) var points: [Point] = []
    private let first: Int

    /// Reads all files of the folder. What cannot be read is passed over, as TensorBoard does not show it either.
    ///
    /// Throws `FileError` where the folder cannot be read.
    package init(_ folder: RunFolder, from step: Int) throws {
        first = step
        for file in try folder.files() { try? read(folder.path + "/" + file) }
    }

    private mutating func read(_ path: String) throws {
        let records = TFRecordReader(try ByteReader.open(path))
        while let record = try records.next() { add(record[...]) }
    }

    /// The message `Event`.
    private mutating func add(_ event: ArraySlice<UInt8>) {
        var (wallTime, step) = (0.0, 0)
        var content: ProtobufFields.Field?
        for field in ProtobufFields(event) {
            switch (field.number, field.value) {
            case (1, .bytes(let bytes)):
                wallTime = Double(bitPattern: bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) })
            case (2, .varint(let number)): step = Int(truncatingIfNeeded: number)
            default: content = field
            }
        }
        guard let content, case .bytes(let message) = content.value else { return }
        if content.number == 7, Self.isStart(message) { points.removeAll { $0.step >= step } }
        guard content.number == 5, step >= first else { return }
        for case .bytes(let value) in ProtobufFields(message).lazy.filter({ $0.number == 1 }).map(\.value) {
            guard let tag = Self.tag(of: value) else { continue }
            points.append(Point(wallTime: wallTime, step: step, tag: tag, value: Array(value)))
        }
    }

    /// Whether a `SessionLog` is that of a start.
    private static func isStart(_ session: ArraySlice<UInt8>) -> Bool {
        ProtobufFields(session).contains {
            if case (1, .varint(let status)) = ($0.number, $0.value) { status == Event.start } else { false }
        }
    }

    /// The tag of a `Summary.Value`.
    private static func tag(of value: ArraySlice<UInt8>) -> String? {
        for case (1, .bytes(let tag)) in ProtobufFields(value).lazy.map({ ($0.number, $0.value) }) {
            return String(decoding: tag, as: UTF8.self)
        }
        return nil
    }
}
