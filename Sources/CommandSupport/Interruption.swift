import Glibc
import Synchronization
import TensorStreams

/// A polite end to long work: SIGINT, SIGTERM or SIGHUP asks for it, the work stops where it can be taken up again, and
/// the process then dies of that very signal. A second signal ends it at once, unless it comes so soon that it is the
/// same request: `timeout` and others signal a process and then the group that it is in.
public enum Interruption {
    /// What the handlers may touch, and two threads can be in one at a time: words without a lock, written once. The bits
    /// of the first signal's time tell who was first, so that they are there for all who were not.
    private static let firstAt = Atomic<UInt64>(0)
    private static let first = Atomic<Int32>(0)

    /// Seconds within which a second signal belongs to the first.
    private static let echo = 0.25

    /// From now on the first of these signals is kept for `signal` instead of ending the process; one that the parent
    /// ignores (`nohup`) stays ignored. System calls that wait are interrupted (EINTR).
    public static func watch() {
        // None has come yet; and the words are there before a handler needs them.
        first.store(0, ordering: .relaxed)
        firstAt.store(0, ordering: .relaxed)
        for number in [SIGINT, SIGTERM, SIGHUP] {
            var before = sigaction()
            sigaction(number, nil, &before)
            if isIgnored(before) { continue }
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { Interruption.receive($0) }
            sigaction(number, &action, nil)
        }
        var reminder = sigaction()
        reminder.__sigaction_handler.sa_handler = { _ in alarm(Interruption.pause) }
        sigaction(SIGALRM, &reminder, nil)
    }

    /// Seconds after which a wait that began just when the signal came is interrupted again.
    private static let pause: UInt32 = 1

    /// The handler: `clock_gettime`, `alarm`, `signal` and `raise` are safe in one.
    private static func receive(_ number: Int32) {
        let now = Clock.now
        let came = firstAt.compareExchange(expected: 0, desired: now.bitPattern, ordering: .relaxed)
        if came.exchanged {
            first.store(number, ordering: .relaxed)
            alarm(pause)
        } else if now - Double(bitPattern: came.original) > echo {
            Glibc.signal(number, SIG_DFL)
            raise(number)
        }
    }

    private static func isIgnored(_ action: sigaction) -> Bool {
        unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    /// The signal that has come, if any.
    public static var signal: Int32? {
        let number = first.load(ordering: .relaxed)
        return number == 0 ? nil : number
    }

    /// Ends the process as the signal would have.
    public static func die(of signal: Int32) -> Never {
        Glibc.signal(signal, SIG_DFL)
        raise(signal)
        exit(128 + signal)
    }
}
