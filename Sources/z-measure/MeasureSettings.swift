import CommandSupport
import Disentanglement

/// What the measures are taken with.
struct MeasureSettings {
    let bins: Int
    let samples: Int
    let train: Int
    let test: Int
    let votes: VoteSettings
    let seed: Int

    init(_ arguments: Arguments) throws {
        bins = arguments[ZMeasureOptions.bins]
        samples = arguments[ZMeasureOptions.samples]
        train = arguments[ZMeasureOptions.train]
        test = arguments[ZMeasureOptions.test]
        seed = arguments[StandardOptions.seed]
        let numbers = arguments[ZMeasureOptions.votes] ?? [10_000, 5_000]
        guard numbers.count == 2 else { throw UsageError("--votes: two numbers are expected, as in 10000,5000") }
        votes = VoteSettings(
            training: numbers[0], evaluation: numbers[1], batch: arguments[ZMeasureOptions.batch], seed: UInt64(seed))
    }
}
