/// A shell that completes our command lines, from the same descriptions that parse them.
package enum Shell: String, CaseIterable, Sendable {
    case bash
    case zsh
    case fish

    func completions(for command: Command) -> String {
        switch self {
        case .bash: BashCompletions(command).text
        case .zsh: ZshCompletions(command).text
        case .fish: FishCompletions(command).text
        }
    }
}
