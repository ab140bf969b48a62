/// Flows that draws of the normal posterior go through, one after the other, with the memory for one pass.
final class PosteriorFlow {
    private let latent: Int
    /// What each flow was given, latent × columns.
    private let inputs: [MutableTensor]

    /// nil where there are none.
    ///
    /// - Parameter capacity: columns of the widest pass.
    init?(_ form: PosteriorForm, latent: Int, capacity: Int) {
        guard form != .normal else { return nil }
        self.latent = latent
        inputs = (0..<form.flows).map { _ in MutableTensor(zeros: latent * capacity) }
    }

    private func kernel(_ pass: Pass) -> PlanarKernel { PlanarKernel(latent: latent, columns: pass.columns) }

    /// Where what a flow is told lies among what all are.
    private func place(of flow: Int, _ pass: Pass) -> Range<Int> {
        let size = PlanarKernel.rows(latent: latent) * pass.columns
        return flow * size..<(flow + 1) * size
    }

    /// Changes draws, latent × columns, and their log densities.
    ///
    /// - Parameter told: rows × columns.
    func forward(_ sample: MutableTensor, told: Tensor, densities: MutableTensor, _ pass: Pass) {
        for (flow, room) in inputs.enumerated() {
            let input = room[0..<sample.count]
            input.copy(from: Tensor(sample))
            kernel(pass).forward(
                Tensor(input), told: told[place(of: flow, pass)], output: sample, densities: densities,
                team: pass.team)
        }
    }

    /// The way back of the draws that were last changed, where the loss has Σ weights · log density in it.
    ///
    /// - Parameters:
    ///   - gradient: of the draws as they became; becomes that of them as they were.
    ///   - toldGradient: overwritten.
    func backward(
        told: Tensor, weights: Tensor, gradient: MutableTensor, toldGradient: MutableTensor, _ pass: Pass
    ) {
        for (flow, room) in inputs.enumerated().reversed() {
            let place = place(of: flow, pass)
            kernel(pass).backward(
                Tensor(room)[0..<gradient.count], told: told[place], weights: weights, gradient: gradient,
                toldGradient: toldGradient[place], team: pass.team)
        }
    }
}
