import Glibc
import TensorStreams

/// The processors that this process may really use, which can be fewer than the machine has.
public enum Processors {
    /// As many as its affinity mask names (`taskset`, Slurm, MPI) and as the quotas of its control groups pay for (containers),
    /// rounded down; at least 1.
    public static let usable = usable(affinity: allowed, quota: CPUQuota { FileText.read($0) }.processors)

    package static func usable(affinity: Int, quota: Double?) -> Int {
        let paid = quota.map { Int(min($0, Double(affinity))) } ?? affinity
        return max(1, min(affinity, paid))
    }

    /// How many the thread's mask names, whatever the quotas pay for.
    package static let allowed =
        mask.map { $0.reduce(0) { $0 + $1.nonzeroBitCount } } ?? sysconf(Int32(_SC_NPROCESSORS_ONLN))

    /// A bit for each processor that the thread's mask names, 64 in a word. The kernel refuses a mask with room for fewer than
    /// it could have.
    private static let mask: [UInt]? = {
        for words in [16, 256, 4096] {
            var mask = [UInt](repeating: 0, count: words)
            let failed = mask.withUnsafeMutableBytes {
                getAffinity(0, $0.count, $0.baseAddress)
            }
            if failed == 0 { return mask }
        }
        return nil
    }()

    /// The numbers of the processors of the mask.
    static let numbers: [Int] = (mask ?? []).enumerated().flatMap { word, bits in
        (0..<UInt.bitWidth).filter { bits >> $0 & 1 == 1 }.map { word * UInt.bitWidth + $0 }
    }

    /// From here on the thread runs on that processor alone.
    static func keep(to number: Int) {
        var only = (mask ?? []).map { _ in UInt(0) }
        only[number / UInt.bitWidth] = 1 << UInt(number % UInt.bitWidth)
        only.withUnsafeMutableBytes { _ = setAffinity(0, $0.count, $0.baseAddress) }
    }

    /// The processors of the mask, as text that is the same where they are.
    public static var names: String {
        (mask ?? []).reversed().drop { $0 == 0 }.map { String($0, radix: 16) }.joined(separator: ",")
    }

    /// How many one of several processes may use that have the same processors and share them out.
    public static func usable(by processes: Int) -> Int { max(1, usable / max(1, processes)) }
}

/// `sched_getaffinity(2)`, which Glibc's module leaves out.
@_silgen_name("sched_getaffinity")
private func getAffinity(_ process: pid_t, _ bytes: Int, _ mask: UnsafeMutableRawPointer?) -> Int32

/// `sched_setaffinity(2)`, which Glibc's module leaves out too.
@_silgen_name("sched_setaffinity")
private func setAffinity(_ process: pid_t, _ bytes: Int, _ mask: UnsafeMutableRawPointer?) -> Int32

/// Small files of the kernel's.
private enum FileText {
    /// nil where there is none.
    static func read(_ path: String) -> String? {
        (try? ByteReader.open(path).bytes(.max)).map { String(decoding: $0, as: UTF8.self) }
    }
}
