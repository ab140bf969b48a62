import TensorStreams

/// Where the time of training steps goes: the seconds of each part of a step, summed over steps.
package final class StepProfile {
    /// What a step is made of. Layers are numbered within their network.
    package enum Part: Hashable, Sendable {
        case images
        case forward(String, layer: Int)
        case backward(String, layer: Int)
        case posterior
        case loss
        case update
    }

    package private(set) var seconds: [Part: Double] = [:]
    private var last = Clock.now

    package init() {}

    /// Starts the clock, so that what came before belongs to no part.
    func start() { last = Clock.now }

    /// Counts the time since the last lap for `part`.
    func lap(_ part: Part) {
        let now = Clock.now
        seconds[part, default: 0] += now - last
        last = now
    }
}
