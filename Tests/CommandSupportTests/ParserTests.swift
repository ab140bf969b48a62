import CommandSupport
import Testing

private enum Recon: String, CaseIterable, Sendable { case bce, mse, gaussian }

private let take = Option.integer("take", value: "N", help: "at most N items")
private let beta = Option.number("beta", value: "B", default: 1, in: 0..., help: "weight")
private let rate = Option.number("lr", value: "R", in: Double.leastNonzeroMagnitude...1, help: "rate")
private let recon = Option.choice("recon", of: Recon.self, default: .bce, help: "likelihood")
private let hidden = Option.integers("hidden", value: "N,N", in: 1...65536, help: "widths")
private let columns = Option.texts("columns", value: "A,B", help: "names")

private let command = Command(
    name: "probe", summary: "Probe.", operands: .required("CKPT") + .many("FILE"),
    options: [take, beta, rate, recon, hidden, columns, StandardOptions.output, StandardOptions.quiet])

private func arguments(_ words: String...) throws -> Arguments {
    guard case .run(let arguments) = try command.parse(words) else { throw Failure("no run") }
    return arguments
}

private func complaint(_ words: String...) -> String {
    do {
        _ = try command.parse(words)
        return "accepted"
    } catch {
        return error.description
    }
}

@Suite struct ParserTests {
    @Test func valuesInEverySpelling() throws {
        let given = try arguments("--take", "5", "--beta=0.5", "-qo", "x.idx", "m.ckpt", "-", "--", "--take")
        #expect(given[take] == 5)
        #expect(given[beta] == 0.5)
        #expect(given[StandardOptions.quiet])
        #expect(given[StandardOptions.output] == "x.idx")
        #expect(given.operands == ["m.ckpt", "-", "--take"])
        #expect(try arguments("m", "-ox")[StandardOptions.output] == "x")
    }

    @Test func valuesMayBeginWithADash() throws {
        #expect(try arguments("m", "-o", "-")[StandardOptions.output] == "-")
        #expect(try arguments("m", "-o", "-x")[StandardOptions.output] == "-x")
        #expect(try arguments("m", "--output=-q")[StandardOptions.output] == "-q")
        #expect(complaint("m", "--beta", "-1") == "--beta -1: expected a number of at least 0")
    }

    @Test func defaultsWhenNotGiven() throws {
        let given = try arguments("m.ckpt")
        #expect(given[take] == nil)
        #expect(given[beta] == 1)
        #expect(given[recon] == .bce)
        #expect(given[hidden] == nil)
        #expect(!given.isGiven(beta))
        #expect(try arguments("m.ckpt", "--beta", "1").isGiven(beta))
    }

    @Test func lists() throws {
        #expect(try arguments("m", "--hidden", "512,64")[hidden] == [512, 64])
        #expect(try arguments("m", "--columns", "a,b c")[columns] == ["a", "b c"])
        #expect(complaint("m", "--hidden", "512,,3").hasPrefix("--hidden 512,,3: expected whole numbers from 1"))
        #expect(complaint("m", "--hidden", "512,0").hasPrefix("--hidden 512,0: expected"))
        #expect(complaint("m", "--columns", "a,").hasPrefix("--columns a,: expected texts"))
    }

    @Test(arguments: ["nan", "inf", "-inf", "0x10", "", " 1", "1 ", "1e999", "-1", "1,5", "one", "+-1"])
    func refusedNumbers(text: String) {
        let shown = text.isEmpty ? "''" : text
        #expect(complaint("m", "--beta", text) == "--beta \(shown): expected a number of at least 0")
    }

    @Test(arguments: ["0x10", "", "1.5", "1e3", "-1", "+1", " 1", "99999999999999999999"])
    func refusedWholeNumbers(text: String) {
        let shown = text.isEmpty ? "''" : text
        #expect(complaint("m", "--take", text) == "--take \(shown): expected a whole number of at least 0")
    }

    @Test func openLowerBound() throws {
        #expect(complaint("m", "--lr", "0") == "--lr 0: expected a number above 0 and at most 1")
        #expect(try arguments("m", "--lr", "1e-3")[rate] == 0.001)
    }

    @Test func mistakesAreNamed() {
        #expect(complaint() == "CKPT is missing")
        #expect(complaint("m", "--take") == "--take: its value is missing, a whole number of at least 0")
        #expect(complaint("m", "--output", "--quiet") == "--output needs a value, but '--quiet' is an option")
        #expect(complaint("m", "-o", "-q") == "--output needs a value, but '-q' is an option")
        #expect(complaint("m", "--output", "--beta=2") == "--output needs a value, but '--beta=2' is an option")
        #expect(complaint("m", "--tkae", "5") == "unknown option --tkae; did you mean --take?")
        #expect(complaint("m", "-n") == "unknown option -n; did you mean --take, which has no short form?")
        #expect(complaint("m", "-n5") == complaint("m", "-n"))
        #expect(complaint("m", "-x") == "unknown option -x")
        #expect(complaint("m", "-take") == "unknown option -t; did you mean --take?")
        #expect(complaint("m", "--learning-rate") == "unknown option --learning-rate; did you mean --lr?")
        #expect(complaint("m", "--batch-size", "5") == "unknown option --batch-size")
        #expect(complaint("m", "-q", "--quiet") == "--quiet is given twice")
        #expect(complaint("m", "--quiet=yes") == "--quiet=yes: takes no value")
        #expect(complaint("m", "--recon", "msa").hasSuffix("one of bce, mse, gaussian; did you mean mse?"))
    }

    @Test func superfluousOperand() {
        let alone = Command(name: "alone", summary: "Alone.", operands: .none, options: [])
        #expect(throws: UsageError("operand 'x' is not expected")) { try alone.parse(["x"]) }
    }

    @Test func helpComesFirst() throws {
        guard case .help = try command.parse(["--take", "5", "-h"]) else {
            Issue.record("no help")
            return
        }
    }
}
