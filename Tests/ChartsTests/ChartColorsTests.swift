import Drawing
import Foundation
import Testing

import Charts

@Suite struct ChartColorsTests {
    private func linear(_ color: Color) -> [Double] {
        [color.red, color.green, color.blue].map { level in
            let part = Double(level) / 255
            return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
        }
    }

    private func apply(_ matrix: [[Double]], _ vector: [Double]) -> [Double] {
        matrix.map { zip($0, vector).reduce(0) { $0 + $1.0 * $1.1 } }
    }

    /// B. Ottosson, "A perceptual color space for image processing" (2020).
    private func oklab(_ linear: [Double]) -> [Double] {
        let cones = apply(
            [
                [0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
                [0.0883024619, 0.2817188376, 0.6299787005],
            ], linear)
        return apply(
            [
                [0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
                [0.0259040371, 0.7827717662, -0.8086757660],
            ], cones.map { cbrt(max(0, $0)) })
    }

    /// Ordinary eyes, and those without red, green and blue cones: Machado, Oliveira, Fernandes (2009), table 1.
    static let eyes: [[[Double]]] = [
        [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
    ]

    @Test(arguments: eyes) func tenColoursAreFarApart(eye: [[Double]]) {
        let seen = ChartColors.categories.map { oklab(apply(eye, linear($0))) }
        #expect(seen.count == 10)
        for first in seen.indices {
            for second in seen.indices where second > first {
                let distance = sqrt(zip(seen[first], seen[second]).reduce(0) { $0 + pow($1.0 - $1.1, 2) })
                #expect(distance > 0.13, "\(first) and \(second)")
            }
        }
    }

    @Test(arguments: eyes) func neighboursAreFurtherApart(eye: [[Double]]) {
        let seen = ChartColors.categories.map { CIELab(linear: apply(eye, linear($0)).map { min(max($0, 0), 1) }) }
        for first in seen.indices {
            for second in seen.indices where second > first {
                let distance = seen[first].distance(to: seen[second])
                #expect(distance > (second == first + 1 ? 15 : 12), "\(first) and \(second): \(distance)")
            }
        }
    }

    @Test func noneVanishesOnWhite() {
        let white = oklab([1, 1, 1])
        for color in ChartColors.categories {
            let seen = oklab(linear(color))
            #expect(sqrt(zip(seen, white).reduce(0) { $0 + pow($1.0 - $1.1, 2) }) > 0.15)
        }
    }

    @Test func continuousColoursGrowLighter() {
        let lightness = (0...100).map { oklab(linear(ChartColors.continuous(Double($0) / 100)))[0] }
        #expect(zip(lightness, lightness.dropFirst()).allSatisfy { $0 < $1 })
    }
}
