import Glibc
import TensorStreams
import Testing

@Suite struct MemoryTests {
    @Test func noProcessHasRoomForAllThatCanBeNamed() {
        #expect(Memory.hasRoom(for: 0))
        #expect(Memory.hasRoom(for: 1 << 20))
        #expect(!Memory.hasRoom(for: 1 << 62))
    }

    @Test func theProcessEndsAsItWasTold() async {
        await #expect(processExitsWith: .exitCode(7)) {
            Memory.whenRefused { problem in _exit(problem == "no room" ? 7 : 8) }
            Memory.isRefused("no room")
        }
    }

    @Test func whereItWasNotToldItTraps() async {
        await #expect(processExitsWith: .failure) { Memory.isRefused("no room") }
    }
}
