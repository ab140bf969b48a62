/// The JSON header of a safetensors file, checked: types, shapes and offsets agree and leave no gap.
struct SafetensorsHeader {
    struct Entry: Equatable {
        var name: String
        var type: Safetensors.DataType
        var shape: [Int]
        var range: Range<Int>
    }

    static let sizeLimit: UInt64 = 100_000_000
    var metadata: [String: String] = [:]
    /// In the order of their bytes.
    var entries: [Entry] = []

    /// Bytes of all tensors.
    var dataSize: Int { entries.last?.range.upperBound ?? 0 }

    /// Checks a header's text. `file` is for messages.
    init(parsing text: [UInt8], file: String) throws {
        func failure(_ reason: SafetensorsError.Reason) -> SafetensorsError {
            SafetensorsError(name: file, reason: reason)
        }
        guard text.first == UInt8(ascii: "{") else { throw failure(.badHeader("does not begin with {")) }
        let json: JSON
        do { json = try JSON(parsing: text) } catch { throw failure(.badHeader("\(error)")) }
        guard let object = json.object else { throw failure(.badHeader("not a JSON object")) }
        for (key, value) in object.members {
            if key == "__metadata__" {
                metadata = try Self.metadata(value).orThrow(failure(.badMetadata))
            } else {
                entries.append(try Self.entry(key, value, file: file))
            }
        }
        entries.sort {
            ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
        }
        var end = 0
        for entry in entries {
            if entry.range.lowerBound > end { throw failure(.hole(entry.name)) }
            if entry.range.lowerBound < end { throw failure(.overlap(entry.name)) }
            end = entry.range.upperBound
        }
    }

    private static func metadata(_ json: JSON) -> [String: String]? {
        guard let object = json.object else { return nil }
        var metadata: [String: String] = [:]
        for (key, value) in object.members {
            guard let text = value.string else { return nil }
            metadata[key] = text
        }
        return metadata
    }

    private static func entry(_ name: String, _ json: JSON, file: String) throws -> Entry {
        func failure(_ detail: String) -> SafetensorsError {
            SafetensorsError(name: file, reason: .badTensor(name, detail))
        }
        guard let object = json.object, Set(object.keys) == ["dtype", "shape", "data_offsets"] else {
            throw failure("dtype, shape and data_offsets were expected")
        }
        guard let dtype = object["dtype"]?.string else { throw failure("dtype is not a string") }
        guard let type = Safetensors.DataType(rawValue: dtype) else { throw failure("unknown dtype \(dtype)") }
        guard let shape = object["shape"]?.array.flatMap(sizes) else { throw failure("shape is not a list of sizes") }
        guard let offsets = object["data_offsets"]?.array.flatMap(sizes), offsets.count == 2, offsets[0] <= offsets[1]
        else { throw failure("data_offsets are not a begin and an end") }
        var bytes = type.size
        for size in shape {
            let (product, overflow) = bytes.multipliedReportingOverflow(by: size)
            if overflow { throw failure("shape too large") }
            bytes = product
        }
        guard bytes == offsets[1] - offsets[0] else {
            throw failure(
                "shape \(shape) of \(dtype) takes \(bytes) bytes, data_offsets give \(offsets[1] - offsets[0])")
        }
        return Entry(name: name, type: type, shape: shape, range: offsets[0]..<offsets[1])
    }

    private static func sizes(_ elements: [JSON]) -> [Int]? {
        let sizes = elements.compactMap { element -> Int? in
            if case .integer(let size) = element, size >= 0 { size } else { nil }
        }
        return sizes.count == elements.count ? sizes : nil
    }
}

extension Optional {
    /// The value, or throws.
    func orThrow(_ error: some Error) throws -> Wrapped {
        guard let self else { throw error }
        return self
    }
}
