import Glibc
import TensorStreams
import Testing

@Suite struct ClockTests {
    /// Durations are taken from a clock that no one can set; who sets the machine's date changes no log and no wait.
    @Test func durationsDoNotFollowTheDate() {
        let before = seconds(CLOCK_MONOTONIC)
        let now = Clock.now
        let after = seconds(CLOCK_MONOTONIC)
        #expect(before <= now && now <= after)
    }

    @Test func datesDo() {
        let before = seconds(CLOCK_REALTIME)
        let date = Clock.date
        let after = seconds(CLOCK_REALTIME)
        // Someone may set the clock in between.
        #expect(after < before || before <= date && date <= after)
    }

    private func seconds(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
