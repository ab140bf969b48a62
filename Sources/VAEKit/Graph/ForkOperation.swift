/// Hands on its input to several steps, which must not change it; back, their gradients are added up.
struct ForkOperation: Operation {
    let count: Int

    var traits: OperationTraits { .forks }

    func forward(_ site: Site) {}

    func backward(_ site: Site) {
        guard let sum = site.inputGradient() else { return }
        let first = (0..<count).first { site.outputGradient($0).isSame(as: Tensor(sum)) }
        if first == nil { sum.copy(from: site.outputGradient(0)) }
        for number in 0..<count where number != first ?? 0 {
            AdditionKernel.add(Tensor(sum), site.outputGradient(number), slope: 1, output: sum, team: site.team)
        }
    }
}
