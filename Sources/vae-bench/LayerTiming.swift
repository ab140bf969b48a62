import TensorStreams
import Threads
import VAEKit

/// What a machine can do at its best, with as many threads as a measurement has.
struct MachineRates {
    /// Floating-point operations in a second.
    let arithmetic: Double
    /// Bytes read or written in a second, of as many as a model and its optimiser have.
    let memory: Double

    init(bytes: Int, arithmetic: Double, team: ThreadTeam) {
        self.arithmetic = arithmetic
        let numbers = MutableTensor(zeros: max(1 << 18, Tensor.columns(for: bytes / 4)))
        let times = (0..<20).map { _ in
            let start = Clock.now
            MemoryKernel.touch(numbers, team: team)
            return Clock.now - start
        }
        memory = 8 * Double(numbers.count) / (times.min() ?? 1)
    }

    /// Seconds that work takes at the least.
    func floor(_ work: LayerWork) -> Double {
        max((work.operations.forward + work.operations.backward) / arithmetic, work.bytes / memory)
    }
}

/// The time of each part of a model's training step.
struct LayerTiming {
    static let columns = [
        "model", "threads", "layer", "forward_ms", "backward_ms", "mflop", "gflop_per_s", "of_sgemm", "mbytes",
        "floor_ms",
    ]

    private let run: BenchRun
    private let work: [LayerWork]
    private let rates: MachineRates
    private let profile = StepProfile()
    private let steps: Int

    init(_ run: BenchRun, seconds: Double, arithmetic: Double) {
        self.run = run
        let stateCount = run.settings.optimizer.kind == .sgd ? 1 : 2
        work = run.model.work(items: run.batch, stateCount: stateCount)
        let numbers = run.parameterCount * (1 + stateCount)
        rates = MachineRates(bytes: 4 * numbers, arithmetic: arithmetic, team: run.team)
        run.warmUp()
        run.trainer.profile = profile
        var steps = 0
        let end = Clock.now + seconds
        while Clock.now < end || steps < 3 {
            _ = run.time(steps: 1)
            steps += 1
        }
        run.trainer.profile = nil
        self.steps = steps
    }

    /// A row for each part of the step, and one for the whole.
    func rows(model: BenchModel, threads: Int) -> [[TableValue]] {
        var rows: [[TableValue]] = []
        func add(_ name: String, forward: Double, backward: Double, _ work: LayerWork?, floor: Double) {
            let operations = work.map { $0.operations.forward + $0.operations.backward } ?? 0
            let rate = forward + backward > 0 ? operations / (forward + backward) : 0
            rows.append([
                .text(model.name), .integer(threads), .text(name), rounded(forward * 1e3), rounded(backward * 1e3),
                rounded(operations / 1e6), rounded(rate / 1e9), rounded(rate / rates.arithmetic),
                rounded((work?.bytes ?? 0) / 1e6), rounded(floor * 1e3),
            ])
        }
        var total = (forward: time(.images), backward: time(.update), floor: 0.0)
        add("images", forward: time(.images), backward: 0, nil, floor: 0)
        for layer in work {
            let forward = time(.forward(layer.network, layer: layer.index))
            let backward = time(.backward(layer.network, layer: layer.index))
            total = (total.forward + forward, total.backward + backward, total.floor + rates.floor(layer))
            add(
                "\(layer.network) \(layer.index): \(layer.description)", forward: forward, backward: backward, layer,
                floor: rates.floor(layer))
            if layer.network == "heads" { add("posterior", forward: time(.posterior), backward: 0, nil, floor: 0) }
        }
        add("loss", forward: time(.loss), backward: 0, nil, floor: 0)
        total.forward += time(.posterior) + time(.loss)
        add("step", forward: total.forward, backward: total.backward, LayerWork.total(work), floor: total.floor)
        return rows
    }

    /// Seconds in a step.
    private func time(_ part: StepProfile.Part) -> Double { (profile.seconds[part] ?? 0) / Double(steps) }

    /// Three decimals: a microsecond of milliseconds.
    private func rounded(_ value: Double) -> TableValue { .double((value * 1e3).rounded() / 1e3) }
}
