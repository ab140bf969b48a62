import COpenBLAS
import Glibc

/// What a command must see to before it uses the library.
public enum OpenBLAS {
    /// Bytes of the buffers that the library's threads ask for, 128 MB each, and as much again for what else there is.
    private static var buffers: Int { (Int(openblas_get_num_threads()) + 1) << 27 }

    /// Ends the process, with one line and exit code 1, where the memory of the library's buffers is refused it
    /// (`ulimit -v`): the library would ask again for ever, and so would its threads, which any other end waits for.
    public static func requireMemory() {
        let buffers = buffers
        let room = mmap(nil, buffers, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
        if room != MAP_FAILED {
            munmap(room, buffers)
        } else if errno == ENOMEM {
            let command = CommandLine.arguments[0].split(separator: "/").last ?? "vaeutils"
            let text = "\(command): OpenBLAS needs \(buffers >> 20) MB: raise the limit to memory (ulimit -v)\n"
            write(STDERR_FILENO, text, text.utf8.count)
            _exit(1)
        }
    }
}
