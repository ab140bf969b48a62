/// Counts and times as a person reads them.
enum Quantity {
    /// "5230 images"; bytes in the decimal multiple that suits: "18.2 MB".
    static func text(_ count: Int, _ unit: String) -> String {
        guard unit == "bytes" else { return "\(count) \(unit)" }
        var value = Double(count)
        var names = ["bytes", "kB", "MB", "GB", "TB"][...]
        while value >= 1000, names.count > 1 {
            value /= 1000
            names.removeFirst()
        }
        return "\(plain(count < 1000 ? value : (value * 10).rounded() / 10)) \(names.first ?? unit)"
    }

    /// "0:07", "12:30", "1:02:03".
    static func duration(_ seconds: Double) -> String {
        let whole = Int(min(max(0, seconds.rounded(.up)), 3_599_999))
        let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
        let tail = (rest < 10 ? "0" : "") + String(rest)
        return hours > 0 ? "\(hours):\(minutes < 10 ? "0" : "")\(minutes):\(tail)" : "\(minutes):\(tail)"
    }
}
