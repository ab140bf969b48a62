import Synthesis
import Testing

@Suite struct DigitGeneratorTests {
    /// Images as rows of values in [0, 1], and their labels.
    private func draw(_ count: Int, seed: UInt64, size: Int = 28) -> (images: [[Float]], labels: [Int]) {
        var generator = DigitGenerator(seed: seed, size: size)
        var images: [[Float]] = []
        var labels: [Int] = []
        for number in 0..<count {
            var pixels: [UInt8] = []
            labels.append(Int(generator.draw(UInt64(number), into: &pixels)))
            images.append(pixels.map { Float($0) / 255 })
        }
        return (images, labels)
    }

    @Test func anItemDependsOnSeedAndNumberAlone() {
        var forwards = DigitGenerator(seed: 5)
        var backwards = DigitGenerator(seed: 5)
        var first: [UInt8] = []
        var second: [UInt8] = []
        for number in 0..<20 { _ = forwards.draw(UInt64(number), into: &first) }
        for number in (0..<20).reversed() {
            var pixels: [UInt8] = []
            _ = backwards.draw(UInt64(number), into: &pixels)
            second = pixels + second
        }
        #expect(first == second)
        #expect(draw(20, seed: 6).images != draw(20, seed: 5).images)
    }

    @Test(arguments: [8, 28, 31, 64]) func inkIsCentredAndInsideTheBox(size: Int) {
        let middle = Float(size) / 2
        for image in draw(300, seed: 1, size: size).images {
            #expect(image.count == size * size)
            var mass: Float = 0
            var x: Float = 0
            var y: Float = 0
            for (place, ink) in image.enumerated() {
                mass += ink
                x += ink * (Float(place % size) + 0.5)
                y += ink * (Float(place / size) + 0.5)
            }
            let tolerance = max(0.8, 1.5 * Float(size) / 28)
            #expect(mass > 0)
            #expect(abs(x / mass - middle) < tolerance && abs(y / mass - middle) < tolerance)
        }
    }

    @Test func greyLevelsAreThoseOfMNIST() {
        let values = draw(2000, seed: 2).images.flatMap { $0 }
        let mean = values.reduce(0, +) / Float(values.count)
        let square = values.reduce(0) { $0 + $1 * $1 } / Float(values.count)
        // MNIST: mean 0.1307, standard deviation 0.3081, 81% of the pixels black.
        #expect(abs(mean - 0.1307) < 0.01)
        #expect(abs((square - mean * mean).squareRoot() - 0.3081) < 0.01)
        #expect(abs(Float(values.count { $0 == 0 }) / Float(values.count) - 0.81) < 0.02)
    }

    @Test func everyDigitIsAsLikely() {
        let labels = draw(5000, seed: 3).labels
        for digit in 0...9 { #expect((420...580).contains(labels.count { $0 == digit })) }
    }

    @Test func digitsVaryAsMuchAsHandwriting() {
        let (images, labels) = draw(3000, seed: 4)
        for digit in 0...9 {
            let own = zip(images, labels).filter { $0.1 == digit }.map(\.0)
            var variance: Float = 0
            for pixel in 0..<784 {
                let mean = own.reduce(0) { $0 + $1[pixel] } / Float(own.count)
                variance += own.reduce(0) { $0 + ($1[pixel] - mean) * ($1[pixel] - mean) } / Float(own.count)
            }
            // Within the classes of MNIST: 23 for ones, 38 to 51 for the others.
            #expect(variance > (digit == 1 ? 18 : 33))
        }
    }

    @Test func digitsAreToldApart() {
        let (images, labels) = draw(3000, seed: 8)
        let (others, truth) = draw(300, seed: 9)
        var right = 0
        for (other, digit) in zip(others, truth) {
            let distances = images.map { image in
                zip(image, other).reduce(Float(0)) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            }
            let nearest = distances.indices.min { distances[$0] < distances[$1] } ?? 0
            if labels[nearest] == digit { right += 1 }
        }
        // One nearest neighbour among 3000 finds 92% on MNIST.
        #expect(right > 270)
    }
}
