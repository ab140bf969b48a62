import TestSupport
import Testing

/// Every block of commands in the README and the manual pages runs as it stands, in order, in an empty folder.
///
/// The network is stood in for by `Tests/Fixtures/stand-ins/mnist-fetch`, which draws few digits; all else is as a reader
/// has it. The examples of `--help`, which name files without making them, find those of `example-files.sh` there. No
/// command may fail and no file be left empty.
@Suite(.enabled(if: !Package.isSanitized))
struct PastedTextTests {
    static let pages = File.names(in: Package.root + "/man")

    /// Blocks, by their beginnings, that are not run, each with the reason.
    private static let excluded: [(beginning: String, reason: String)] = [
        ("make demo", "the demo needs what the build needs, and trains on whatever data set there is"),
        ("Sources/", "a list of folders"),
        ("npy2idx --array ", "the file of dSprites, which nothing here can fetch: npy2idx.cases makes archives"),
        ("npy2idx --items-last ", "the file of SVHN, which nothing here can fetch: npy2idx.cases has such arrays"),
        ("tensorboard ", "a server, which ends when it is interrupted"),
        ("tail -n +1 -f ", "follows a log until it is interrupted: tsv2tb.cases has such a one"),
    ]

    @Test func readmeRuns() throws {
        let outcome = try run(readme().blocks, margin: 4)
        #expect(outcome.code == 0 && outcome.text == "", "\(outcome.text)\n\(outcome.standardError)")
    }

    /// The first block, on what is asked of a mirror: MNIST itself.
    @Test(.enabled(if: Package.data != nil, "real data is absent")) func readmeBeginsOnTheRealDigits() throws {
        let mirror = ["MNIST_MIRROR": (Package.data ?? "") + "/mnist", "STAND_INS": ""]
        let outcome = try run([readme().blocks[0]], margin: 4, environment: mirror)
        #expect(outcome.code == 0 && outcome.text == "", "\(outcome.text)\n\(outcome.standardError)")
    }

    @Test(arguments: pages) func examplesRun(page: String) throws {
        let sections = page == "vaeutils.7" ? ["DESCRIPTION", "EXAMPLES"] : ["EXAMPLES"]
        let blocks = try PastedText(page: text(of: page), sections: sections).blocks
        try #require(!blocks.isEmpty)
        let outcome = try run(blocks, margin: 11)
        #expect(outcome.code == 0 && outcome.text == "", "\(page):\n\(outcome.text)\n\(outcome.standardError)")
    }

    @Test(arguments: Package.commands) func helpExamplesRun(command: String) throws {
        let help = try Shell.run("\(command) --help", in: TemporaryFolder()).text
        let blocks = PastedText(help: help).blocks
        try #require(!blocks.isEmpty)
        let outcome = try run(blocks, margin: 2, before: ". \"$FIXTURES\"/stand-ins/example-files.sh; set +e")
        #expect(outcome.code == 0 && outcome.text == "", "\(command):\n\(outcome.text)\n\(outcome.standardError)")
    }

    /// What a page prints has room on a terminal of 80 columns, behind its margin of 11.
    @Test(arguments: pages) func examplesFit(page: String) throws {
        let long = try PastedText(page: text(of: page)).blocks.flatMap(\.lines).filter { $0.count > 68 }
        #expect(long == [], "\(page)")
    }

    /// The lines are printed as they are read here.
    @Test(arguments: pages) func examplesArePrinted(page: String) throws {
        let script = "command -v mandoc >/dev/null || exit 0; mandoc -T utf8 \(Package.root)/man/\(page) | col -bx"
        let printed = try Shell.run(script, in: TemporaryFolder()).text.split(separator: "\n").map {
            $0.drop { $0 == " " }
        }
        if printed.isEmpty { return print("skipped: \(page) printed: mandoc is absent") }
        let lines = try PastedText(page: text(of: page)).blocks.flatMap(\.lines).map { $0.drop { $0 == " " } }
        #expect(lines.filter { !$0.isEmpty && !printed.contains($0) } == [], "\(page)")
    }

    @Test func excludedBlocksExist() throws {
        let blocks = try readme().blocks + Self.pages.flatMap { try PastedText(page: text(of: $0)).blocks }
        for (beginning, reason) in Self.excluded {
            #expect(blocks.contains { $0.text.hasPrefix(beginning) }, "\(beginning): \(reason)")
        }
    }

    private func readme() throws -> PastedText {
        PastedText(markdown: try #require(File.text(Package.root + "/README.md")))
    }

    private func text(of page: String) throws -> String { try #require(File.text("\(Package.root)/man/\(page)")) }

    /// Pastes blocks, behind the margin that they are printed with, into bash.
    ///
    /// A command of a pipe may be ended by a reader that has enough (141); nothing else may fail. What the text of the
    /// outcome says is wrong.
    private func run(
        _ blocks: [PastedText.Block], margin: Int, before: String = "", environment: [String: String] = Self.standIns
    ) throws -> Outcome {
        let margin = String(repeating: " ", count: margin)
        let shown = try blocks.filter { try isRunHere($0) && !$0.isPython }.flatMap(\.lines).map { margin + $0 }
        let check = "for code in \"${PIPESTATUS[@]}\"; do [ $code = 0 ] || [ $code = 141 ] || exit $code; done"
        let script = ["set -o pipefail", before, "trap '\(check)' ERR"] + shown + ["wait"]
        let command = """
            PATH=${STAND_INS:+$STAND_INS:}$PATH
            printf '%s\\n' "$SCRIPT" >"$HOME/pasted"
            bash "$HOME/pasted" >"$HOME/printed" || echo "exit code $?"
            find . -mindepth 1 -empty
            """
        let variables = environment.merging(["SCRIPT": script.joined(separator: "\n")]) { first, _ in first }
        return try Shell.run(command, in: TemporaryFolder(), limit: 120, environment: variables)
    }

    private static let standIns = ["STAND_INS": Package.root + "/Tests/Fixtures/stand-ins"]

    /// Whether what a block needs beyond the commands is here; says so where it is not.
    private func isRunHere(_ block: PastedText.Block) throws -> Bool {
        if Self.excluded.contains(where: { block.text.hasPrefix($0.beginning) }) { return false }
        for (word, probe) in [
            ("import numpy", "python3 -c 'import numpy'"), ("import pandas", "python3 -c 'import pandas'"),
            ("python3", "command -v python3"), ("Rscript", "command -v Rscript"), ("column ", "command -v column"),
            ("make ", "command -v make"),
        ] where block.text.contains(word) {
            if try Shell.run(probe, in: TemporaryFolder()).code != 0 {
                print("skipped: \(block.lines[0]): no \(word)")
                return false
            }
        }
        return true
    }
}
