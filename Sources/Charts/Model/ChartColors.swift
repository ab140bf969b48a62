import Drawing

/// The colours of charts, chosen so that colour-blind readers tell them apart.
public enum ChartColors {
    /// Ten colours for categories on a white page: blue, red, olive, violet, teal, pink, brown, sky, yellow, indigo.
    ///
    /// Found by a search for the largest distance between the nearest two in OKLab (B. Ottosson, 2020), for ordinary
    /// eyes and for those without red, green or blue cones (G. Machado, M. Oliveira, L. Fernandes, "A Physiologically-
    /// based Model for Simulation of Color Vision Deficiency", 2009): 0.136, where matplotlib's ten have 0.007. In
    /// CIEDE2000 (G. Sharma, W. Wu, E. Dalal, 2005) the nearest two of all four eyes are 12.8 apart and the nearest
    /// neighbours, such as the digits 1 and 2, 15.7; of the ten by M. Petroff ("Accessible Color Sequences for Data
    /// Visualization", 2021) 11.9 and 12.6, of matplotlib's 1.3 and 1.3.
    public static let categories: [Color] = [
        0x108FFB, 0xB42314, 0x9C9022, 0x8621C1, 0x087679, 0xFF8599, 0x5B1909, 0x8CD2FF, 0xD5D006, 0x260685,
    ].map { Color(hex: $0) }

    /// The colour of a category; after ten they begin again, with other dots and lines (`Marker`, `Dashes`).
    public static func category(_ index: Int) -> Color { categories[index % categories.count] }

    /// The colours of the categories of these names; what has no name is grey.
    static func categories(named names: [String]) -> [Color] {
        names.enumerated().map { color(of: SeriesLook(category: $0), named: $1) }
    }

    /// The colour of a series; one that has no name is grey.
    static func color(of look: SeriesLook, named name: String) -> Color {
        name == Categories.none ? Color(hex: 0xA6A6A6) : category(look.category)
    }

    /// Viridis (S. van der Walt, N. Smith, 2015, CC0) at sixteen even steps.
    private static let viridis: [Color] = [
        0x440154, 0x481A6C, 0x472F7D, 0x414487, 0x39568C, 0x31688E, 0x2A788E, 0x23888E, 0x1F988B, 0x22A884, 0x35B779,
        0x54C568, 0x7AD151, 0xA5DB36, 0xD2E21B, 0xFDE725,
    ].map { Color(hex: $0) }

    /// The colour at a place from 0 (dark violet) to 1 (yellow) of the continuous scale.
    public static func continuous(_ place: Double) -> Color {
        let position = min(max(place, 0), 1) * Double(viridis.count - 1)
        let index = min(Int(position), viridis.count - 2)
        let part = position - Double(index)
        func mix(_ channel: KeyPath<Color, UInt8>) -> UInt8 {
            let (low, high) = (Double(viridis[index][keyPath: channel]), Double(viridis[index + 1][keyPath: channel]))
            return UInt8((low + (high - low) * part).rounded())
        }
        return Color(red: mix(\.red), green: mix(\.green), blue: mix(\.blue))
    }
}

extension Color {
    /// The colour, paled by a part of white from 0 to 1.
    func mixed(withWhite part: Double) -> Color {
        func mix(_ level: UInt8) -> UInt8 { UInt8((Double(level) + (255 - Double(level)) * part).rounded()) }
        return Color(red: mix(red), green: mix(green), blue: mix(blue))
    }
}
