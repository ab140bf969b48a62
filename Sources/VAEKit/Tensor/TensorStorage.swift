import Glibc
import TensorStreams

/// A run of floats that starts on a 64-byte boundary: the memory under every parameter, activation and gradient.
///
/// Storage is allocated once, when a model is built, and lives as long as any tensor that looks at it. Large storage asks
/// for huge pages: every kernel reads megabytes in long strides, and would wait for the addresses of small ones. The
/// zeros are the system's: pages that are never used, as a decoder's by who encodes, are never taken.
final class TensorStorage: @unchecked Sendable {
    let base: UnsafeMutablePointer<Float>
    private let allocation: UnsafeMutableRawPointer

    private static let hugePage = 1 << 21

    init(count: Int) {
        let size = max(count, 1) * 4
        let alignment = size >= Self.hugePage ? Self.hugePage : 64
        guard let allocation = calloc(size + alignment, 1) else {
            // No kernel could go on.
            Memory.isRefused(
                "no memory is left for \(size + alignment) bytes more: try a smaller model or --batch, or a higher limit"
            )
        }
        self.allocation = allocation
        let aligned = allocation.alignedUp(toMultipleOf: alignment)
        // Whole pages alone, so that no more memory is taken. Where the system refuses, the pages stay small.
        if size >= Self.hugePage { madvise(aligned, size / Self.hugePage * Self.hugePage, MADV_HUGEPAGE) }
        base = aligned.bindMemory(to: Float.self, capacity: count)
    }

    deinit { free(allocation) }
}
