import Threads

/// How likely each sample of a batch is under the posteriors of all its items: what the decomposition of the divergence is
/// estimated by (Chen et al. 2018, section 3.2 and appendix C).
///
/// For item i and coordinate d, log q(z_d) is the logarithm of Σ_j weight_ij · q(z_id | x_j), and log q(z) that of
/// Σ_j weight_ij · Π_d q(z_id | x_j). Parts of the items are done apart, whatever the number of threads. Limited by
/// arithmetic: items² × coordinates exponentials.
package struct TotalCorrelationKernel {
    let latent: Int
    let items: Int
    let columns: Int
    /// Images that the batch was drawn from.
    let setSize: Int
    let sampling: Sampling

    package enum Sampling: String, CaseIterable, Sendable {
        /// Every item stands for as many of the set: each has the weight 1 / (N · B).
        case weighted
        /// An item's own posterior has the weight 1/N, one other (N − B + 1) / (N (B − 1)) and the rest 1 / (B − 1), so that
        /// the sum is an unbiased estimate of the mean over the set.
        case stratified
    }

    /// log q(z|x), log q(z), Σ_d log q(z_d) and log p(z): sums over the items, or factors on each of them in the loss.
    package struct Terms: Equatable {
        package var conditional: Double
        package var joint: Double
        package var marginals: Double
        package var prior: Double

        package init(conditional: Double = 0, joint: Double = 0, marginals: Double = 0, prior: Double = 0) {
            (self.conditional, self.joint, self.marginals, self.prior) = (conditional, joint, marginals, prior)
        }
    }

    package init(latent: Int, items: Int, columns: Int, setSize: Int, sampling: Sampling) {
        (self.latent, self.items, self.columns) = (latent, items, columns)
        (self.setSize, self.sampling) = (setSize, sampling)
    }

    private static let parts = 8
    private static let logTwoPi: Float = 1.837_877_1

    /// Numbers of work space: for each part its terms, the densities of an item, and gradients for means and log variances.
    package static func workCount(latent: Int, columns: Int) -> Int { parts * roomOfPart(latent, columns) }

    private static func roomOfPart(_ latent: Int, _ columns: Int) -> Int {
        Tensor.lanes + (latent + 2) * columns + 2 * latent * columns
    }

    /// The terms, and where `gradients` are given what the loss Σ factor · mean of a term has for each number.
    ///
    /// - Parameters:
    ///   - sample, mean, logVariance: latent × columns.
    ///   - gradients: of the same size each, overwritten.
    ///   - work: room for `workCount` numbers.
    package func evaluate(
        sample: Tensor, mean: Tensor, logVariance: Tensor, factors: Terms,
        gradients: (sample: MutableTensor, mean: MutableTensor, logVariance: MutableTensor)?, work: MutableTensor,
        team: ThreadTeam
    ) -> Terms {
        let (size, room) = (latent * columns, Self.roomOfPart(latent, columns))
        let samples = sample.pointer
        let sampleGradient = gradients?.sample.pointer
        gradients?.sample.fill(0)
        team.forEach(Self.parts) { part in
            let space = work.pointer + part * room
            let item = ItemDensities(
                kernel: self, means: mean.pointer, logVariances: logVariance.pointer, room: space + Tensor.lanes,
                factors: factors
            )
            item.clear()
            var terms = Terms()
            for number in (0..<items).part(part, of: Self.parts) {
                item.fill(samples, number)
                item.add(samples, number, to: &terms, sampleGradient: sampleGradient)
            }
            UnsafeMutableRawPointer(space).storeBytes(of: terms, as: Terms.self)
        }
        if let gradients { add(work, (latent + 2) * columns + Tensor.lanes, size, to: gradients.mean) }
        if let gradients { add(work, (latent + 2) * columns + Tensor.lanes + size, size, to: gradients.logVariance) }
        return (0..<Self.parts).reduce(into: Terms()) { total, part in
            let terms = UnsafeRawPointer(work.pointer + part * room).loadUnaligned(as: Terms.self)
            total.conditional += terms.conditional
            total.joint += terms.joint
            total.marginals += terms.marginals
            total.prior += terms.prior
        }
    }

    /// Adds up what the parts have from a place of their rooms on.
    private func add(_ work: MutableTensor, _ place: Int, _ count: Int, to sum: MutableTensor) {
        let room = Self.roomOfPart(latent, columns)
        for at in stride(from: 0, to: count, by: Tensor.lanes) {
            var total = loadVector(work.pointer + place + at)
            for part in 1..<Self.parts { total += loadVector(work.pointer + part * room + place + at) }
            storeVector(total, sum.pointer + at)
        }
    }

    /// The logarithm of the weight that item `other` has for `item`.
    fileprivate func logWeight(_ item: Int, _ other: Int) -> Float {
        let (set, batch) = (Float(max(setSize, items)), Float(items))
        switch sampling {
        case .weighted: return -Scalar.log(set * batch)
        case .stratified:
            if item == other { return -Scalar.log(set) }
            let isNext = other == (item + 1) % items
            return isNext ? Scalar.log((set - batch + 1) / (set * (batch - 1))) : -Scalar.log(batch - 1)
        }
    }

    /// The densities of one sample under the posteriors of all items, coordinate by coordinate, then all together.
    private struct ItemDensities {
        let kernel: TotalCorrelationKernel
        let means: UnsafePointer<Float>
        let logVariances: UnsafePointer<Float>
        /// (latent + 2) × columns, and gradients for means and log variances.
        let room: UnsafeMutablePointer<Float>
        let factors: Terms

        private var latent: Int { kernel.latent }
        private var columns: Int { kernel.columns }
        private var joint: UnsafeMutablePointer<Float> { room + latent * columns }
        private var weights: UnsafeMutablePointer<Float> { joint + columns }
        private var meanGradient: UnsafeMutablePointer<Float> { weights + columns }
        private var logVarianceGradient: UnsafeMutablePointer<Float> { meanGradient + latent * columns }

        func clear() { meanGradient.update(repeating: 0, count: 2 * latent * columns) }

        func fill(_ samples: UnsafePointer<Float>, _ item: Int) {
            // Columns that pad the batch weigh nothing.
            for other in 0..<columns { weights[other] = other < kernel.items ? kernel.logWeight(item, other) : -1e30 }
            for column in stride(from: 0, to: columns, by: Tensor.lanes) {
                let weight = loadVector(weights + column)
                var sum = weight
                for row in 0..<latent {
                    let at = row * columns + column
                    let (difference, inverse) = parts(samples[row * columns + item], at)
                    let squares = fma(difference * difference, inverse, loadVector(logVariances + at))
                    let density = -0.5 * (squares + TotalCorrelationKernel.logTwoPi)
                    sum += density
                    storeVector(density + weight, room + at)
                }
                storeVector(sum, joint + column)
            }
        }

        /// Adds the item's share of the terms, and of the gradients where those are wanted.
        func add(
            _ samples: UnsafePointer<Float>, _ item: Int, to terms: inout Terms,
            sampleGradient: UnsafeMutablePointer<Float>?
        ) {
            let jointSum = logSum(joint)
            terms.joint += Double(jointSum)
            for row in 0..<latent {
                let sum = logSum(room + row * columns)
                let z = samples[row * columns + item]
                terms.marginals += Double(sum)
                terms.conditional += Double(room[row * columns + item] - weights[item])
                terms.prior -= 0.5 * Double(z * z + TotalCorrelationKernel.logTwoPi)
                if let sampleGradient {
                    sampleGradient[row * columns + item] = gradient(row, z, item, sum: sum, jointSum: jointSum)
                }
            }
        }

        /// Adds a coordinate's gradients for the means and log variances of all items, and returns that of the sample.
        private func gradient(_ row: Int, _ z: Float, _ item: Int, sum: Float, jointSum: Float) -> Float {
            let share = 1 / Float(kernel.items)
            let (together, apart) = (share * Float(factors.joint), share * Float(factors.marginals))
            var total = Vector.zero
            for column in stride(from: 0, to: columns, by: Tensor.lanes) {
                let at = row * columns + column
                let (difference, inverse) = parts(z, at)
                var change = together * exp(loadVector(joint + column) - jointSum)
                change += apart * exp(loadVector(room + at) - sum)
                if column..<column + Tensor.lanes ~= item {
                    change[item - column] += share * Float(factors.conditional)
                }
                let pull = change * difference * inverse
                total -= pull
                storeVector(loadVector(meanGradient + at) + pull, meanGradient + at)
                let spread = 0.5 * fma(pull, difference, -change)
                storeVector(loadVector(logVarianceGradient + at) + spread, logVarianceGradient + at)
            }
            return total.sum() - share * Float(factors.prior) * z
        }

        private func parts(_ z: Float, _ at: Int) -> (difference: Vector, inverse: Vector) {
            (Vector(repeating: z) - loadVector(means + at), exp(-loadVector(logVariances + at)))
        }

        private func logSum(_ row: UnsafePointer<Float>) -> Float {
            var largest = Vector(repeating: -.infinity)
            for at in stride(from: 0, to: columns, by: Tensor.lanes) {
                largest = maximum(largest, loadVector(row + at))
            }
            let top = largest.max()
            var sum = Vector.zero
            for at in stride(from: 0, to: columns, by: Tensor.lanes) { sum += exp(loadVector(row + at) - top) }
            return top + Scalar.log(sum.sum())
        }
    }
}
