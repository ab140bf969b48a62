import Glibc

/// `events.out.tfevents.SECONDS.MICROSECONDS.HOST.vaeutils.PROCESS`, which begins as all writers' names do.
///
/// It reads them in the order of their names as text, so what tells when a file began leads, in digits of one width: of two
/// files of one second process 10 would come before process 9.
struct EventFileName {
    /// Since the beginning of 1970.
    let seconds: Int
    let microseconds: Int

    static let start = "events.out.tfevents."

    var text: String {
        Self.start
            + "\(Self.padded(seconds, to: 10)).\(Self.padded(microseconds, to: 6)).\(Self.host).vaeutils.\(getpid())"
    }

    /// The seconds in the name of an event file, whoever wrote it; nil where there are none.
    static func seconds(of name: String) -> Int? {
        guard name.hasPrefix(start) else { return nil }
        let digits = name.utf8.dropFirst(start.utf8.count).prefix { $0 != UInt8(ascii: ".") }
        return digits.count == 10 ? Int(String(decoding: digits, as: UTF8.self)) : nil
    }

    private static func padded(_ number: Int, to width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static var host: String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
