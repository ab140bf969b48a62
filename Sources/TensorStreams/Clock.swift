import Glibc

/// The time, as it runs and as calendars have it.
public enum Clock {
    /// Seconds since some moment in the past, which only go forward, whatever is done to the machine's date.
    public static var now: Double { read(CLOCK_MONOTONIC) }

    /// Seconds since the beginning of 1970, UTC.
    public static var date: Double { read(CLOCK_REALTIME) }

    private static func read(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
