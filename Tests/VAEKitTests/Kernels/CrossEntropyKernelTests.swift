import Foundation
import Testing
import Threads
import VAEKit

/// The loss, its derivatives and the probabilities against their formulas in double precision.
@Suite struct CrossEntropyKernelTests {
    @Test(arguments: [(2, 1), (3, 17), (10, 64), (100, 33)], [1, 3])
    func lossesAndSlopes(size: (classes: Int, items: Int), threads: Int) {
        let (classes, items) = size
        let columns = Tensor.columns(for: items)
        var logits = testNumbers(classes * columns, seed: 1).map { $0 * 8 }
        // Certain and right, certain and wrong, all the same, and so large that a naive sum would overflow.
        let edges: [(Float, Float)] = [(80, -80), (-80, 80), (0, 0), (1000, 999), (-1000, -1001)]
        for (item, edge) in edges.enumerated() where item < items {
            for row in 0..<classes { logits[row * columns + item] = row == 0 ? edge.0 : edge.1 }
        }
        let labels = (0..<columns).map { $0 < 5 ? 0 : $0 * 7 % classes }
        let weights = (0..<columns).map { $0 < items ? 1 / Float(items) : 0 }
        let kernel = CrossEntropyKernel(classes: classes)
        let losses = MutableTensor(zeros: columns)
        let gradient = MutableTensor(zeros: classes * columns)
        let team = ThreadTeam(threads: threads)
        kernel.evaluate(
            logits: Tensor(logits), labels: labels, weights: Tensor(weights), losses: losses, gradient: gradient,
            team: team)
        let probabilities = MutableTensor(zeros: classes * columns)
        kernel.probabilities(logits: Tensor(logits), output: probabilities, columns: columns)
        for item in 0..<items {
            let own = (0..<classes).map { Double(logits[$0 * columns + item]) }
            let largest = own.max() ?? 0
            let total = largest + log(own.reduce(0) { $0 + exp($1 - largest) })
            let loss = total - own[labels[item]]
            #expect(abs(Double(losses[item]) - loss) < 2e-6 * max(1, loss), "item \(item)")
            for row in 0..<classes {
                let p = exp(own[row] - total)
                #expect(abs(Double(probabilities[row * columns + item]) - p) < 1e-6)
                let slope = (p - (row == labels[item] ? 1 : 0)) / Double(items)
                #expect(abs(Double(gradient[row * columns + item]) - slope) < 1e-6 / Double(items))
            }
        }
        for column in items..<columns {
            #expect((0..<classes).allSatisfy { gradient[$0 * columns + column] == 0 }, "padding gets no gradient")
        }

        // The same without a gradient, and with the gradient in the place of the logits.
        let alone = MutableTensor(zeros: columns)
        kernel.evaluate(
            logits: Tensor(logits), labels: labels, weights: Tensor(weights), losses: alone, gradient: nil, team: team)
        #expect(alone.array == losses.array)
        let inPlace = MutableTensor(logits)
        kernel.evaluate(
            logits: Tensor(inPlace), labels: labels, weights: Tensor(weights), losses: alone, gradient: inPlace,
            team: team)
        #expect(inPlace.array == gradient.array)
    }

    @Test(arguments: [Float.nan, .infinity], [0, 2]) func whatIsNotANumberShows(broken: Float, row: Int) {
        var logits = [Float](repeating: 0, count: 3 * 16)
        logits[row * 16] = broken
        let losses = MutableTensor(zeros: 16)
        CrossEntropyKernel(classes: 3).evaluate(
            logits: Tensor(logits), labels: [Int](repeating: 0, count: 16), weights: Tensor(zeros: 16), losses: losses,
            gradient: nil, team: ThreadTeam(threads: 1))
        #expect(!losses[0].isFinite)
        #expect(abs(losses[1] - Float(log(3.0))) < 1e-6)
    }
}
