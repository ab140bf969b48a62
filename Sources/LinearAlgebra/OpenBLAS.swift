import COpenBLAS
import TensorStreams

/// What a command must see to before it uses the library.
public enum OpenBLAS {
    /// Bytes of the buffers that the library's threads ask for, 128 MB each, and as much again for what else there is.
    private static var buffers: Int { (Int(openblas_get_num_threads()) + 1) << 27 }

    /// Throws where the memory of the library's buffers is refused to the process (`ulimit -v`): the library would ask
    /// again for ever, and so would its threads, which the process must not wait for when it ends.
    public static func requireMemory() throws(BufferError) {
        if !Memory.hasRoom(for: buffers) { throw BufferError(megabytes: buffers >> 20) }
    }

    /// The process may not take the memory that the library needs.
    public struct BufferError: Error, Equatable, CustomStringConvertible {
        let megabytes: Int

        public var description: String {
            "OpenBLAS needs \(megabytes) MB: raise the limit to memory (ulimit -v)"
        }
    }
}
