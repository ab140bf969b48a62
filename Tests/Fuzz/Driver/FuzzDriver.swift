import FuzzReaders
import Glibc

/// libFuzzer over the readers: `FUZZ_TARGET=idx fuzz-readers -runs=1000000 CORPUS`.
@main enum FuzzDriver {
    @_silgen_name("LLVMFuzzerRunDriver")
    private static func runDriver(
        _ count: UnsafeMutablePointer<Int32>,
        _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
        _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
    ) -> Int32

    private static let target: FuzzTarget = {
        let name = getenv("FUZZ_TARGET").map { String(cString: $0) } ?? ""
        guard let target = FuzzTarget(rawValue: name) else {
            fatalError("FUZZ_TARGET is one of " + FuzzTarget.allCases.map(\.rawValue).joined(separator: " "))
        }
        return target
    }()

    static func main() {
        var count = CommandLine.argc
        var words = CommandLine.unsafeArgv
        exit(
            runDriver(&count, &words) { bytes, size in
                FuzzDriver.target.read(Array(UnsafeBufferPointer(start: bytes, count: size)))
                return 0
            })
    }
}
