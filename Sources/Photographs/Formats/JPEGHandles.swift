import CJPEGDecoding

/// Handles of the JPEG library that are not in use, so that not every file of a folder makes its own. Safe to be shared
/// by threads.
final class JPEGHandles: Sendable {
    /// A handle may go from thread to thread as long as one has it at a time.
    private struct Handle: @unchecked Sendable {
        let pointer: UnsafeMutablePointer<JPEGDecoding>
    }

    private let idle = Guarded<[Handle]>([])

    deinit {
        for handle in idle.withLock({ $0 }) { freeJPEGDecoding(handle.pointer) }
    }

    /// Runs `body` on a handle that nobody else has at the time; nil where there is no memory for one.
    func with<Result>(_ body: (UnsafeMutablePointer<JPEGDecoding>) throws -> Result) rethrows -> Result? {
        guard let handle = idle.withLock({ $0.popLast() }) ?? makeJPEGDecoding().map(Handle.init) else { return nil }
        defer { idle.withLock { $0.append(handle) } }
        return try body(handle.pointer)
    }
}
