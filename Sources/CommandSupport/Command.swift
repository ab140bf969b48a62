import Glibc
import MessagePassing
import TensorStreams

/// A command: what it is called, what it takes, and what help, completions and the man page say of it.
///
/// A command's source file makes one of these and calls `run`; nothing else in it reads the command line or exits.
public struct Command: Sendable {
    package let name: String
    let summary: String
    let operands: Operands
    let groups: [OptionGroup]
    let details: String
    let examples: [Example]
    let mayReplaceInput: Bool

    struct Example: Sendable {
        let command: String
        let meaning: String
    }

    /// Describes a command.
    ///
    /// - Parameters:
    ///   - summary: what it does, one sentence.
    ///   - options: its own options; `-h` and `-V` are added.
    ///   - groups: more of its own options, where there are too many for one list.
    ///   - details: a paragraph between the summary and the options, where one is needed.
    ///   - examples: command lines, each with what it does.
    ///   - mayReplaceInput: whether its output may take the place of its FILE, as that of `sort -o` may, since it is of
    ///     the same kind.
    public init(
        name: String, summary: String, operands: Operands, options: [any OptionDescription],
        groups: [OptionGroup] = [], details: String = "", examples: [(String, String)] = [],
        mayReplaceInput: Bool = false
    ) {
        self.name = name
        self.summary = summary
        self.operands = operands
        self.groups =
            [OptionGroup("Options", options + [StandardOptions.help, StandardOptions.version])] + groups
        self.details = details
        self.mayReplaceInput = mayReplaceInput
        self.examples = examples.map { Example(command: $0.0, meaning: $0.1) }
    }

    /// Its options and the two that every command answers.
    var allOptions: [any OptionDescription] { groups.flatMap(\.options) }

    /// What these words, the name of the command not among them, ask for.
    package func parse(_ words: [String]) throws(UsageError) -> Request { try Parser.parse(words, for: self) }

    /// Reads the command line, does what it asks for, and ends the process: 0 done, 1 failed, 2 wrong usage.
    ///
    /// A closed pipe ends the process by SIGPIPE, whatever the parent set. Where the command was started as several ranks of
    /// an MPI, each of which would do the whole work, it is refused.
    ///
    /// - Parameter requirement: throws where the process lacks what even `--help` needs, and is to end without waiting for
    ///   its threads.
    public func run(needing requirement: () throws -> Void = {}, _ body: (Arguments) throws -> Void) -> Never {
        begin(needing: requirement)
        end {
            let launch = Launch.own
            // What is wrong for one rank is so for all, and said by the first.
            if launch?.isFirst == false { Process.endQuietly() }
            try answer(parse(CommandLineWords.read())) { arguments in
                if let launch { throw launch.refusal }
                try body(arguments)
            }
        }
    }

    /// The same of a command whose ranks share its work, where it was started as several.
    public func run(shared body: (Arguments, RunRanks) throws -> Void) -> Never {
        begin()
        end {
            let ranks = try RunRanks()
            try ranks.together {
                let request = try parse(CommandLineWords.read())
                try ranks.requireAlike(request.identity(of: self))
                try answer(request, speaks: ranks.isFirst) { try body($0, ranks) }
            }
        }
    }

    private func begin(needing requirement: () throws -> Void = {}) {
        Process.prepare()
        Memory.whenRefused { Process.endAtOnce("\(name): \($0)") }
        do { try requirement() } catch { Process.endAtOnce("\(name): \(error)") }
    }

    /// Does what the command line asks for.
    ///
    /// - Parameter speaks: whether this process answers what help, completions and the like ask for.
    private func answer(_ request: Request, speaks: Bool = true, _ body: (Arguments) throws -> Void) throws {
        let text: String
        switch request {
        case .run(let arguments):
            try SharedStreams.refuseReplacing(by: self, arguments)
            return try body(arguments)
        case .help: text = HelpText(self).text
        case .version: text = "\(name) (vaeutils) \(vaeutilsVersion)\n"
        case .describe: text = OptionTable(self).text
        case .completions(let shell): text = shell.completions(for: self)
        }
        if speaks { try StandardOutput.write(text) }
    }

    private func end(_ work: () throws -> Void) -> Never {
        do {
            try work()
        } catch let error as UsageError {
            StandardError.write(line: "\(name): \(error) (try '\(name) --help')")
            exit(2)
        } catch {
            StandardError.write(line: "\(name): \(error)")
            exit(1)
        }
        exit(0)
    }
}
