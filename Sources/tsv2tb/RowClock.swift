/// When the rows of a log were written, told by their seconds since the run began.
struct RowClock {
    private var origin: Double
    private var last = 0.0

    /// - Parameter origin: when the run began, in seconds since the beginning of 1970.
    init(origin: Double) { self.origin = origin }

    /// Seconds since the beginning of 1970. A resumed run counts its seconds anew, behind those of the run before.
    mutating func date(ofSeconds seconds: Double) -> Double {
        if seconds < last { origin += last }
        last = seconds
        return origin + seconds
    }
}
