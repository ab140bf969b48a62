import TensorStreams

extension RunRanks {
    /// A file, or what else there is to read, as standard input: that is read by the first rank, who hands it to all.
    public func open(_ path: String) throws -> ByteReader {
        if try isReadByEach(path) { return try reader(path) }
        var own: ByteReader?
        let name = try told {
            let reader = try reader(path)
            own = reader
            return Array(reader.name.utf8)
        }
        return ByteReader(name: String(decoding: name, as: UTF8.self)) { [self] target in
            let bytes = try told { try own?.some(atMost: target.count) ?? [] }
            target.copyBytes(from: bytes)
            return bytes.count
        }
    }

    private func reader(_ path: String) throws -> ByteReader {
        let bytes = try ByteReader.open(path)
        bytes.endsWaiting = { Interruption.signal != nil }
        return bytes
    }

    /// Whether every rank reads it for itself: a file that can be read again. What it is for the first rank goes for all.
    public func isReadByEach(_ path: String) throws -> Bool {
        guard group.count > 1 else { return true }
        let isFile = path != "-" && FileIdentity(path) != nil
        return try share(.success([isFile ? 1 : 0]))[0] == [1]
    }

    /// What the first rank has made, for all.
    public func told(_ make: () throws -> [UInt8]) throws -> [UInt8] {
        try share(isFirst ? Result(catching: make) : .success([]))[0]
    }

    /// Where the output goes that the command line names: that of other ranks goes nowhere.
    public func output(_ arguments: Arguments) -> String {
        isFirst ? arguments[StandardOptions.output] ?? "-" : "/dev/null"
    }
}
