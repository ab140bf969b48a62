import COpenBLAS
import TensorStreams

/// What a command must see to before it uses the library.
public enum OpenBLAS {
    /// Bytes of the buffers that the library's threads ask for, 128 MB each, and as much again for what else there is.
    private static var buffers: Int { (Int(openblas_get_num_threads()) + 1) << 27 }

    /// Ends the process where the memory of the library's buffers is refused it (`ulimit -v`): the library would ask
    /// again for ever, and so would its threads, which any other end waits for.
    public static func requireMemory() {
        if Memory.hasRoom(for: buffers) { return }
        Memory.end("OpenBLAS needs \(buffers >> 20) MB: raise the limit to memory (ulimit -v)")
    }
}
