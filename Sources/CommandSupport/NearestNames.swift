/// The names that a mistyped word may have meant, nearest first.
///
/// Near is a Damerau-Levenshtein distance (optimal string alignment) of at most a third of the longer word, or one name
/// beginning with the other.
public func nearestNames(to word: String, among names: [String], limit: Int = 3) -> [String] {
    let lowered = Array(word.lowercased().utf8.prefix(64))
    var found: [(distance: Int, name: String)] = []
    for name in names {
        let candidate = Array(name.lowercased().utf8)
        let distance = editDistance(lowered, candidate)
        let isPrefix = lowered.count > 1 && (candidate.starts(with: lowered) || lowered.starts(with: candidate))
        if isPrefix || distance * 3 <= max(lowered.count, candidate.count) {
            found.append((isPrefix ? min(distance, 1) : distance, name))
        }
    }
    return found.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(limit).map(\.name)
}

/// "; did you mean 'x'?" when something is near, else nothing.
func suggestion(for word: String, among names: [String], prefix: String = "") -> String {
    let near = nearestNames(to: word, among: names, limit: 1)
    return near.first.map { "; did you mean \(prefix)\($0)?" } ?? ""
}

private func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var before: [Int] = []
    var previous = Array(0...b.count)
    for i in a.indices {
        var current = [i + 1]
        for j in b.indices {
            let substitution = previous[j] + (a[i] == b[j] ? 0 : 1)
            var best = min(substitution, previous[j + 1] + 1, current[j] + 1)
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, before[j - 1] + 1) }
            current.append(best)
        }
        before = previous
        previous = current
    }
    return previous[b.count]
}
