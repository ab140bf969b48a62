import Glibc
import TensorStreams

/// Whether others want the processor that a thread is on: the system has lately taken it away (getrusage(2)).
///
/// There a thread that waits does better to sleep, which costs it some microseconds, than to hold the processor or to offer it,
/// which costs a time slice, milliseconds; and it is let in at once when it is woken. Alone it does better to look.
struct Crowding {
    private var switches = 0
    private var until = 0.0
    /// Who asked last: a team is lent to one thread after another.
    private var asker: pthread_t?

    /// Seconds that it is remembered: time slices take a few milliseconds, and an idle machine's own work is rarer.
    private static let memory = 0.01
    /// `RUSAGE_THREAD`, which Glibc's module leaves out.
    private static let thread: Int32 = 1

    /// Of the calling thread, since it first asked without another's asking in between.
    mutating func isFelt() -> Bool {
        var usage = rusage()
        getUsage(Self.thread, &usage)
        let now = Clock.now
        if asker != pthread_self() { (asker, switches) = (pthread_self(), usage.ru_nivcsw) }
        if usage.ru_nivcsw != switches { (switches, until) = (usage.ru_nivcsw, now + Self.memory) }
        return now < until
    }
}

@_silgen_name("getrusage")
@discardableResult private func getUsage(_ who: Int32, _ usage: UnsafeMutablePointer<rusage>) -> Int32
