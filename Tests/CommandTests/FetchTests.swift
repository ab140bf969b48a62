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

    /// A made-up file of the shape of OMNIGLOT's: image i has ink at the i-th place, column after column.
    private func characters() -> [UInt8] {
        func images(_ count: Int) -> [UInt8] {
            var values = [UInt8](repeating: 0, count: 784 * count)
            for image in 0..<count { values[784 * image + image % 784] = 1 }
            return values
        }
        func classes(_ count: Int) -> [UInt8] {
            var values = [UInt8](repeating: 0, count: 50 * count)
            for image in 0..<count { values[50 * image + image % 50] = 1 }
            return values
        }
        return MatlabMatrices.file([
            .init("data", rows: 784, values: images(24345)), .init("target", rows: 50, values: classes(24345)),
            .init("testdata", rows: 784, values: images(8070)), .init("testtarget", rows: 50, values: classes(8070)),
        ])
    }

    @Test func omniglot() throws {
        let file = characters()
        let server = try LoopbackServer { $0.path == "/omniglot/chardata.mat" ? .file(file) : .status(404) }
        let script = """
            export MNIST_MIRROR=\(server.url)
            mnist-fetch omniglot --split test | idx-cat --skip 28 --take 1 | od -An -tu1 -v -j16 -w28 | head -n 1
            mnist-fetch -q omniglot --labels | idx-cat --skip 50 --take 3 | od -An -tu1 -v -j8
            mnist-fetch -q omniglot -d four; wc -c four/* | sed 's/^ *//'
            """
        let outcome = try Shell.run(script, in: TemporaryFolder())
        // The 28th place down the columns is the second of the first row.
        let row = ["  0", "255"] + [String](repeating: "0", count: 26).map { "  \($0)" }
        let expected = """
             \(row.joined(separator: " "))
               0   1   2
            6326896 four/t10k-images-idx3-ubyte
            8078 four/t10k-labels-idx1-ubyte
            19086496 four/train-images-idx3-ubyte
            24353 four/train-labels-idx1-ubyte
            25445823 total

            """
        #expect(outcome.text == expected)
        let note = "mnist-fetch: chardata.mat: no checksum of it is published: only what it holds was checked; "
        #expect(outcome.standardError.hasPrefix(note + "its SHA-256 is "))
        #expect(outcome.standardError.split(separator: "\n").count == 1)
        #expect(server.requests.count == 1)
    }

    @Test func omniglotHeldToAChecksum() throws {
        let folder = try TemporaryFolder()
        let file = characters()
        let server = try LoopbackServer { _ in .file(file) }
        let fetch = "mnist-fetch omniglot --split test --labels --mirror \(server.url)"
        let script = """
            sum=$(\(fetch) 2>&1 >a | sed 's/.* //'); \(fetch) --sha256 "$sum" >b && cmp a b
            \(fetch) --sha256 "$(echo "$sum" | tr 0-9 1-90)" -o c; echo $?; ls
            """
        let outcome = try Shell.run(script, in: folder)
        #expect(outcome.text == "1\na\nb\n")
        #expect(outcome.standardError.contains("not the right file: its SHA-256 differs: name a mirror"))
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
