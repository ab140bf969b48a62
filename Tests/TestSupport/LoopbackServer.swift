import Foundation

/// An HTTP server on 127.0.0.1 that behaves as badly as a test asks for.
///
/// Every connection serves one request. Whatever `answer` returns for a request is what the client gets.
public final class LoopbackServer: @unchecked Sendable {
    /// What a client asked for.
    public struct Request: Sendable {
        public var path: String
        /// Where a `Range` header wants to begin.
        public var offset: Int?
        /// How many requests for this path came before.
        public var earlier: Int
    }

    /// What it gets.
    public enum Answer: Sendable {
        /// The file, or the range asked for of it.
        case file([UInt8])
        /// The same, but nothing more comes after some bytes of what was announced.
        case stall([UInt8], after: Int)
        /// The same, but the connection breaks after some bytes of what was announced.
        case cut([UInt8], after: Int)
        /// The whole file with status 200, whatever range was asked for.
        case whole([UInt8])
        /// The file, with no length announced.
        case unmeasured([UInt8])
        case status(Int, headers: [String] = [], body: String = "")
        case redirect(String)
        /// A status, then a byte now and then, for ever.
        case dribble
        /// Zeros for ever, as fast as they go.
        case flood
        /// Nothing, the connection kept open.
        case silence
        /// Nothing, the connection closed.
        case hangUp
    }

    /// Closed when neither the server nor the thread that takes its clients holds it any more: before, the next server's
    /// listener could get the same number, and lose its clients to that thread.
    private let listener: FileHandle
    private let lock = NSLock()
    private var counts: [String: Int] = [:]
    private var log: [Request] = []
    private let answer: @Sendable (Request) -> Answer
    public let port: Int

    /// Begins to serve.
    public init(_ answer: @escaping @Sendable (Request) -> Answer) throws {
        self.answer = answer
        signal(SIGPIPE, SIG_IGN)
        let (descriptor, port) = try Self.listen(backlog: 64)
        self.port = port
        listener = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        Thread.detachNewThread { [weak self, listener] in
            while true {
                let client = accept(listener.fileDescriptor, nil, nil)
                guard client >= 0 else { break }
                guard let server = self else {
                    close(client)
                    break
                }
                Thread.detachNewThread { server.serve(client) }
            }
        }
    }

    deinit { shutdown(listener.fileDescriptor, Int32(SHUT_RDWR)) }

    /// The address of its root folder.
    public var url: String { "http://127.0.0.1:\(port)/" }

    /// The requests so far.
    public var requests: [Request] { lock.withLock { log } }

    /// A port that takes connections until its queue is full, and never answers one.
    public static func deafPort() throws -> Int { try listen(backlog: 0).port }

    private static func listen(backlog: Int32) throws -> (Int32, port: Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) == 0 && Glibc.listen(descriptor, backlog) == 0
                    && getsockname(descriptor, address, &length) == 0
            }
        }
        guard isListening else { throw TestProblem("no port to listen on: \(String(cString: strerror(errno)))") }
        return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
    }

    /// Whether 127.0.0.1 can be reached at all: in a network namespace of its own (`unshare -n`) it is down.
    public static let isReachable: Bool = {
        guard let (listener, port) = try? listen(backlog: 1) else { return false }
        defer { close(listener) }
        let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(client) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(client, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }()

    private func serve(_ client: Int32) {
        defer { close(client) }
        guard let request = read(from: client) else { return }
        switch answer(request) {
        case .file(let bytes): send(client, bytes, from: request.offset, count: nil)
        case .cut(let bytes, let count): send(client, bytes, from: request.offset, count: count)
        case .stall(let bytes, let count):
            send(client, bytes, from: request.offset, count: count)
            waitForHangUp(client)
        case .whole(let bytes): send(client, bytes, from: nil, count: nil)
        case .unmeasured(let bytes): _ = write(client, head(200, []) + bytes)
        case .status(let code, let headers, let body):
            _ = write(client, head(code, headers + ["Content-Length: \(body.utf8.count)"]) + Array(body.utf8))
        case .redirect(let target): _ = write(client, head(302, ["Location: \(target)", "Content-Length: 0"]))
        case .dribble:
            _ = write(client, head(200, ["Content-Length: 4000"]))
            while write(client, [0x1F]) { usleep(100_000) }
        case .flood:
            _ = write(client, head(200, []))
            let zeros = [UInt8](repeating: 0, count: 1 << 16)
            while write(client, zeros) {}
        case .silence: waitForHangUp(client)
        case .hangUp: break
        }
    }

    private func waitForHangUp(_ client: Int32) {
        var byte: UInt8 = 0
        while recv(client, &byte, 1, 0) > 0 {}
    }

    private func send(_ client: Int32, _ bytes: [UInt8], from offset: Int?, count: Int?) {
        let start = offset ?? 0
        guard start < max(1, bytes.count) else {
            _ = write(client, head(416, ["Content-Range: bytes */\(bytes.count)", "Content-Length: 0"]))
            return
        }
        let rest = Array(bytes[start...])
        var headers = ["Content-Length: \(rest.count)"]
        if offset != nil { headers.append("Content-Range: bytes \(start)-\(bytes.count - 1)/\(bytes.count)") }
        _ = write(client, head(offset == nil ? 200 : 206, headers) + rest.prefix(count ?? rest.count))
    }

    private func head(_ code: Int, _ headers: [String]) -> [UInt8] {
        Array((["HTTP/1.1 \(code) X", "Connection: close"] + headers + ["", ""]).joined(separator: "\r\n").utf8)
    }

    private func read(from client: Int32) -> Request? {
        var text = ""
        var buffer = [UInt8](repeating: 0, count: 4096)
        while !text.contains("\r\n\r\n") {
            let count = recv(client, &buffer, buffer.count, 0)
            if count <= 0 { return nil }
            text += String(decoding: buffer[..<count], as: UTF8.self)
        }
        let lines = text.components(separatedBy: "\r\n")
        let path = lines[0].split(separator: " ").dropFirst().first.map { String($0) } ?? "/"
        let range = lines.first { $0.lowercased().hasPrefix("range: bytes=") }
        let offset = range.flatMap { Int($0.dropFirst(13).prefix { $0 != "-" }) }
        return lock.withLock {
            let request = Request(path: path, offset: offset, earlier: counts[path, default: 0])
            counts[path, default: 0] += 1
            log.append(request)
            return request
        }
    }

    private func write(_ client: Int32, _ bytes: [UInt8]) -> Bool {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.send(client, $0.baseAddress! + done, bytes.count - done, 0) }
            if count <= 0 { return false }
            done += count
        }
        return true
    }
}
