import CommandSupport
import VAEKit

extension RunRanks {
    /// What all ranks must have alike for their numbers to be: the build, and the kernels that it has chosen.
    public static var build: (String, String) { ("build", "\(vaeutilsVersion) for \(KernelBuild.processor)") }
}
