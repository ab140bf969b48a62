import Glibc

/// An opaque sRGB colour, eight bits a channel.
public struct Color: Hashable, Sendable {
    public let red: UInt8
    public let green: UInt8
    public let blue: UInt8

    public init(red: UInt8, green: UInt8, blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// The colour 0xRRGGBB.
    public init(hex: UInt32) {
        self.init(
            red: UInt8(truncatingIfNeeded: hex >> 16), green: UInt8(truncatingIfNeeded: hex >> 8),
            blue: UInt8(truncatingIfNeeded: hex))
    }

    public static let black = Color(hex: 0x000000)
    public static let white = Color(hex: 0xFFFFFF)

    public var isGrey: Bool { red == green && green == blue }

    /// Relative luminance, from 0 (black) to 1 (white): IEC 61966-2-1 made linear, weighted as in ITU-R BT.709.
    var luminance: Double {
        func linear(_ level: UInt8) -> Double {
            let value = Double(level) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    /// Black or white, whichever stands out more from this colour: contrast is `(lighter + 0.05) / (darker + 0.05)` in
    /// luminance (Web Content Accessibility Guidelines 2.1), and both are equal where `(L + 0.05)² = 1.05 · 0.05`.
    package var ink: Color { (luminance + 0.05) * (luminance + 0.05) > 1.05 * 0.05 ? .black : .white }

    /// A colour as people write it: `#rrggbb`, `#rgb`, `black`, `white` or `grey`; nil for anything else.
    public init?(_ text: String) {
        switch text {
        case "black": self = .black
        case "white": self = .white
        case "grey", "gray": self.init(hex: 0x808080)
        default:
            let digits = Array(text.utf8)
            guard digits.first == UInt8(ascii: "#"), digits.count == 4 || digits.count == 7 else { return nil }
            var hex: UInt32 = 0
            for digit in digits.dropFirst() {
                guard let value = Color.hexValue(digit) else { return nil }
                hex = hex << 4 | value
                if digits.count == 4 { hex = hex << 4 | value }
            }
            self.init(hex: hex)
        }
    }

    private static func hexValue(_ digit: UInt8) -> UInt32? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(digit - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(digit - UInt8(ascii: "A")) + 10
        default: nil
        }
    }
}
