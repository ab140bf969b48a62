import CommandSupport

/// A command with an option of every kind.
enum FuzzCommand {
    private enum Fruit: String, CaseIterable { case apple, pear, plum }

    private static let count = Option.integer("take", value: "N", help: "how many")
    private static let rate = Option.number("lr", short: "r", value: "R", in: 0...1, help: "rate")
    private static let fruit = Option.choice("fruit", of: Fruit.self, help: "which")
    private static let widths = Option.integers("hidden", value: "N,N", in: 1...65536, help: "widths")
    private static let names = Option.texts("columns", value: "A,B", help: "names")

    static let command = Command(
        name: "fuzz", summary: "Fuzz.", operands: .required("CKPT") + .many("FILE"),
        options: [count, rate, fruit, widths, names, StandardOptions.output, StandardOptions.quiet])

    static func use(_ arguments: Arguments) {
        precondition(!arguments.operands.isEmpty, "a required operand is there")
        precondition(arguments[rate].map { (0...1).contains($0) } ?? true, "a number lies in its range")
        precondition(arguments[widths]?.allSatisfy { (1...65536).contains($0) } ?? true, "so do those of a list")
    }
}
