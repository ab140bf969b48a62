/// Draws places by their masses, none twice, with one random number for all (systematic sampling, Madow 1949): a place whose
/// mass is the n-th part of all is one of n for certain.
package enum SystematicDraw {
    /// - Parameters:
    ///   - count: of places that are wanted; fewer come where a few have most of the mass.
    ///   - start: within 0 ..< 1.
    package static func places(of masses: [Float], count: Int, start: Double) -> [Int] {
        let total = masses.reduce(0.0) { $0 + Double($1) }
        guard count > 0, total > 0, total.isFinite else { return [] }
        let step = total / Double(count)
        // Where the masses before have come to, and what they must exceed.
        var (sum, next, places) = (0.0, start * step, [Int]())
        for (place, mass) in masses.enumerated() {
            sum += Double(mass)
            guard sum > next else { continue }
            places.append(place)
            next = ((sum / step - start).rounded(.down) + 1 + start) * step
        }
        return places
    }
}
