import Foundation

/// A colour in CIELAB under D65, whose distances are those that people see.
struct CIELab {
    let lightness: Double
    let a: Double
    let b: Double

    init(lightness: Double, a: Double, b: Double) {
        (self.lightness, self.a, self.b) = (lightness, a, b)
    }

    /// From linear red, green and blue of sRGB in 0 … 1.
    init(linear rgb: [Double]) {
        let matrix = [
            [0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041],
        ]
        let parts = matrix.map { row -> Double in
            let part = zip(row, rgb).reduce(0) { $0 + $1.0 * $1.1 } / row.reduce(0, +)
            return part > 216.0 / 24389 ? cbrt(part) : part * 841 / 108 + 4.0 / 29
        }
        self.init(lightness: 116 * parts[1] - 16, a: 500 * (parts[0] - parts[1]), b: 200 * (parts[1] - parts[2]))
    }

    /// CIEDE2000: G. Sharma, W. Wu, E. Dalal, "The CIEDE2000 Color-Difference Formula", Color Research and Application 30
    /// (2005), equations 2 to 22.
    func distance(to other: CIELab) -> Double {
        func seventh(_ chroma: Double) -> Double { sqrt(pow(chroma, 7) / (pow(chroma, 7) + pow(25, 7))) }
        let stretch = 1.5 - 0.5 * seventh((hypot(a, b) + hypot(other.a, other.b)) / 2)
        let (chroma1, chroma2) = (hypot(a * stretch, b), hypot(other.a * stretch, other.b))
        func hue(_ a: Double, _ b: Double) -> Double { a == 0 && b == 0 ? 0 : atan2(b, a) }
        let (hue1, hue2) = (hue(a * stretch, b), hue(other.a * stretch, other.b))
        let turn = chroma1 * chroma2 == 0 ? 0 : remainder(hue2 - hue1, 2 * .pi)
        let meanHue = chroma1 * chroma2 == 0 ? hue1 + hue2 : hue1 + turn / 2
        let (meanLightness, meanChroma) = ((lightness + other.lightness) / 2, (chroma1 + chroma2) / 2)

        func wave(_ factor: Double, _ degrees: Double) -> Double { cos(factor * meanHue + degrees * .pi / 180) }
        let weight = 1 - 0.17 * wave(1, -30) + 0.24 * wave(2, 0) + 0.32 * wave(3, 6) - 0.20 * wave(4, -63)
        let offset = pow(meanLightness - 50, 2)
        let light = (other.lightness - lightness) / (1 + 0.015 * offset / sqrt(20 + offset))
        let chroma = (chroma2 - chroma1) / (1 + 0.045 * meanChroma)
        let tint = 2 * sqrt(chroma1 * chroma2) * sin(turn / 2) / (1 + 0.015 * meanChroma * weight)
        let degrees = meanHue * 180 / .pi
        let fromBlue = remainder(degrees - 275, 360) / 25
        let rotation = -2 * seventh(meanChroma) * sin(.pi / 3 * exp(-fromBlue * fromBlue))
        return sqrt(light * light + chroma * chroma + tint * tint + rotation * chroma * tint)
    }
}
