import TensorStreams
import TestSupport
import Testing

@Suite struct OutputClaimTests {
    @Test func oneAtATime() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/m"
        var held = try OutputClaim.take(path)
        #expect(held != nil)
        #expect(throws: OutputInUse(name: path)) { try OutputClaim.take(path) }
        #expect(throws: OutputInUse.self) { try OutputClaim.take(folder.path + "/./m") }
        #expect(try OutputClaim.take(folder.path + "/n") != nil)
        held = nil
        #expect(try OutputClaim.take(path) != nil)
        #expect(File.names(in: folder.path).isEmpty)
    }

    /// Writing a file, which puts another in its place, takes nothing from a claim.
    @Test func outlastsWhatIsWritten() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/m"
        let claim = try OutputClaim.take(path)
        for _ in 0..<2 {
            let file = try ByteWriter.create(path)
            try file.write("x")
            try file.finish()
            #expect(throws: OutputInUse.self) { try OutputClaim.take(path) }
        }
        withExtendedLifetime(claim) {}
    }

    @Test func whatIsNoFileIsNotClaimed() throws {
        for path in ["-", "/dev/null", "/dev/fd/1", "/none/such/file"] {
            #expect(try OutputClaim.take(path) == nil)
            #expect(try OutputClaim.take(path) == nil)
        }
    }

    /// Of many that ask at once one at most is let in, and all the others are told.
    @Test func manyAtOnce() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/m"
        let claims = await withTaskGroup(of: OutputClaim?.self) { group in
            for _ in 0..<8 { group.addTask { (try? OutputClaim.take(path)) ?? nil } }
            return await group.reduce(into: [OutputClaim]()) { found, claim in claim.map { found.append($0) } }
        }
        #expect(claims.count <= 1)
    }
}
