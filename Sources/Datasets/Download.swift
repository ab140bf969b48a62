import Glibc
import TensorStreams

/// Fetches one file from one URL, with as many requests as that takes, until its checksum holds or hope is gone.
struct Download {
    let url: String
    let file: RemoteFile
    let patience: Patience
    let progress: (Int, Int?) -> Void

    /// What came of it.
    enum Outcome {
        case verified(VerifiedData)
        /// Not here, but perhaps under another name or on another mirror; why, in a few words.
        case failed(String)
        /// The same, and there is no point in asking this server for anything else.
        case serverFailed(String)
        /// The same: it does not answer at all.
        case unreachable(String)
    }

    /// Downloads into `part`, going on where it ends. Throws `FileError` when the bytes cannot be kept.
    func run(into part: PartialFile) throws -> Outcome {
        if part.size > 0 {
            let isWhole = try Verification(of: part.open, as: file)
            if case .good(let data) = isWhole { return .verified(data) }
            if case .wrong = isWhole { try part.truncate() }
        }
        var fruitless = 0
        var isCutThere = false
        // A server that sends a little and closes, for ever, is not waited for for ever.
        for _ in 0..<patience.attempts * 25 {
            let before = part.size
            switch try step(into: part, &isCutThere) {
            case .over(let outcome): return outcome
            case .again(let reason, let asked):
                fruitless = part.size > before ? 0 : fruitless + 1
                if fruitless >= patience.attempts { return .serverFailed(reason) }
                if let asked, asked > patience.longestPause {
                    return .serverFailed("\(reason), asks to come back in \(Int(min(asked, 1e9))) s")
                }
                wait(asked ?? (fruitless > 0 ? patience.firstPause * exp2(Double(fruitless - 1)) : 0))
            }
        }
        return .serverFailed("the connection breaks again and again")
    }

    private enum Step {
        case over(Outcome)
        case again(String, pause: Double?)
    }

    /// One request. What is there of the file may be of another one, so what fails with it is tried without.
    ///
    /// - Parameter isCutThere: whether the server has ended before the file did; when it has no more then, it has no more.
    private func step(into part: PartialFile, _ isCutThere: inout Bool) throws -> Step {
        let before = part.size
        func withoutBeginning(_ problem: String) throws -> Step {
            try part.truncate()
            return before == 0 ? .over(.failed(problem)) : .again(problem, pause: 0)
        }
        switch try request(into: part) {
        case .complete:
            switch try Verification(of: part.open, as: file) {
            case .good(let data): return .over(.verified(data))
            case .cut where part.size == before: return try isCutThere ? cut(part) : withoutBeginning(Self.isCut)
            case .cut:
                // What was there before may be of another file.
                if before == 0 { isCutThere = true }
                return .again(Self.isCut, pause: nil)
            case .wrong(let problem): return try withoutBeginning("not the right file: \(problem)")
            }
        case .absent(let problem): return .over(.failed(problem))
        case .unreachable(let problem): return .over(.unreachable(problem))
        case .refused(let problem), .tooSlow(let problem): return .over(.serverFailed(problem))
        case .cannotResume: return try isCutThere ? cut(part) : withoutBeginning("the server does not resume")
        case .tooLong: return try withoutBeginning("not the right file: it is longer than it can be")
        case .interrupted(let problem, let pause): return .again(problem, pause: pause)
        }
    }

    private static let isCut = "the file is cut short"

    private func cut(_ part: PartialFile) throws -> Step {
        try part.truncate()
        return .over(.failed(Self.isCut))
    }

    private func request(into part: PartialFile) throws -> Transfer.Outcome {
        let transfer = Transfer(
            url, into: part, limit: file.storedLimit, patience: patience, progress: progress)
        return try transfer.run()
    }

    private func wait(_ seconds: Double) {
        let seconds = min(seconds, patience.longestPause)
        if seconds > 0 { usleep(UInt32(seconds * 1e6)) }
    }
}
