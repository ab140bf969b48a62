import CVectors

/// The form of the kernels that runs: the loader may have chosen it from several.
public enum KernelBuild {
    /// The processors that they were compiled for: `x86-64-v3`, say, after the x86-64 psABI's levels.
    // Within the caller it would tell of the caller's own.
    @inline(never) public static var processor: String { String(cString: processorLevel()) }
}
