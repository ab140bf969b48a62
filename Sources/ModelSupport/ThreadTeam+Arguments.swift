import CommandSupport
import VAEKit

extension ThreadTeam {
    /// The team that `--threads` asks for: one thread for each processor that may be used unless it says otherwise.
    public convenience init(_ arguments: Arguments) {
        self.init(threads: arguments[StandardOptions.threads] ?? Processors.usable)
    }
}
