import Glibc
import TestSupport
import Testing

/// `mnist-fetch` against servers: what the library's tests do not show of the command.
@Suite(.enabled(if: LoopbackServer.isReachable, "127.0.0.1 cannot be reached"))
struct FetchTests {
    private func seconds(_ body: () throws -> Void) rethrows -> Double {
        var start = timespec()
        var end = timespec()
        clock_gettime(CLOCK_MONOTONIC, &start)
        try body()
        clock_gettime(CLOCK_MONOTONIC, &end)
        return Double(end.tv_sec - start.tv_sec) + Double(end.tv_nsec - start.tv_nsec) * 1e-9
    }

    @Test func silentMirrorIsGivenUpWithinFiveSeconds() throws {
        let server = try LoopbackServer { _ in .silence }
        let time = try seconds {
            let outcome = try Shell.run("mnist-fetch --mirror \(server.url) -o x; echo $?; ls", in: TemporaryFolder())
            #expect(outcome.text == "1\n")
            #expect(outcome.standardError.contains("127.0.0.1:\(server.port): no answer: "))
            #expect(outcome.standardError.split(separator: "\n").count == 1)
        }
        #expect(time < 5)
    }

    @Test func mirrorWithoutConnectionIsGivenUpWithinFiveSeconds() throws {
        let port = try LoopbackServer.deafPort()
        // The first connections fill the queue; the one after them gets no answer at all.
        let fetch = "XDG_CACHE_HOME=$PWD/$n mnist-fetch -q --mirror http://127.0.0.1:\(port) -o x"
        let script = "for n in 1 2 3; do \(fetch) & done; wait; ls; find . -type f"
        let time = try seconds {
            let outcome = try Shell.run(script, in: TemporaryFolder())
            #expect(outcome.text == "1\n2\n3\n")
            #expect(outcome.standardError.split(separator: "\n").count == 3)
        }
        #expect(time < 6)
    }

    @Test func twoAtOnceShareOneDownload() throws {
        guard let data = Package.data, let file = File.bytes(data + "/mnist/t10k-images-idx3-ubyte.gz") else {
            print("skipped: two at once: real data is absent")
            return
        }
        let server = try LoopbackServer { _ in
            usleep(300_000)
            return .file(file)
        }
        let fetch = "mnist-fetch --split test --mirror \(server.url)"
        let script = "\(fetch) -o a & \(fetch) -o b; wait; cmp a b; find \"$XDG_CACHE_HOME\" -type f | wc -l"
        let outcome = try Shell.run(script, in: TemporaryFolder())
        #expect(outcome.text == "1\n")
        #expect(server.requests.count == 1)
        let note = "mnist-fetch: another process is fetching t10k-images-idx3-ubyte.gz: waiting for it\n"
        #expect(outcome.standardError == note)
    }

    @Test func killedDownloadIsResumed() throws {
        guard let data = Package.data, let file = File.bytes(data + "/mnist/t10k-images-idx3-ubyte.gz") else {
            print("skipped: killed download: real data is absent")
            return
        }
        let server = try LoopbackServer { request in
            if request.earlier == 0 { return .stall(file, after: 1_000_000) }
            return .file(file)
        }
        let fetch = "mnist-fetch --split test --mirror \(server.url)"
        let script = "\(fetch) -o a & pid=$!; sleep 1; kill -9 $pid; wait 2>/dev/null; \(fetch) -o a && wc -c <a; ls -A"
        let outcome = try Shell.run(script, in: TemporaryFolder())
        #expect(outcome.text == "7840016\na\n")
        #expect(server.requests.last?.offset == 1_000_000)
    }
}
