extension Request {
    /// What must be the same for all ranks of a command: all but the names of files, and how many threads there are.
    func identity(of command: Command) -> [(String, String)] {
        guard case .run(let arguments) = self else { return [("request", "\(self)")] }
        let own = [StandardOptions.threads.name, StandardOptions.quiet.name]
        let options = command.allOptions.filter { !$0.takesPath && !own.contains($0.name) }
        let words = options.compactMap { option in
            arguments.texts[option.name].map { $0.isEmpty ? option.spelling : "\(option.spelling) \($0)" }
        }
        return [
            ("options", words.isEmpty ? "none" : words.joined(separator: " ")),
            ("number of operands", "\(arguments.operands.count)"),
        ]
    }
}
