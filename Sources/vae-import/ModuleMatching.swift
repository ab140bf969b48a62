/// Which module of a file fills which module of a model, found by shapes and by what names say.
///
/// The modules of the model are gone through in their order. One is filled by a module of its shapes that no other takes,
/// the first left of those whose names count on (`ModulePath`). More than one way to do it for all is none.
struct ModuleMatching {
    private let own: [WeightModule]
    private let others: [WeightModule]
    private let paths: [ModulePath]
    private let given: [String: String]

    /// - Parameter given: paths of the file by those of the model, where it is known.
    init(_ own: [WeightModule], from others: [WeightModule], given: [String: String]) {
        (self.own, self.others, self.given) = (own, others, given)
        paths = others.map { ModulePath($0.path) }
    }

    /// Why there is no matching.
    enum Problem: Error {
        /// Nothing that is left fits here.
        case unfilled(WeightModule, left: [WeightModule])
        /// There are several that do, as far as can be seen.
        case ambiguous(WeightModule, candidates: [WeightModule])
        case leftOver([WeightModule])
    }

    /// For each module of the model the one that fills it. Throws `Problem`.
    func matched() throws(Problem) -> [WeightModule] {
        var problem: Problem?
        for reading in ModulePath.Reading.allCases {
            for counting in ModulePath.Counting.allCases {
                var search = Search(reading: reading, counting: counting)
                extend([], &search)
                if let first = search.found.first, search.found.count == 1 {
                    let left = others.indices.filter { !first.contains($0) }.map { others[$0] }
                    if !left.isEmpty { throw .leftOver(left) }
                    return first.map { others[$0] }
                }
                // What the loosest reading says is of the names that matter.
                if reading == .loose { problem = problem ?? self.problem(of: search) }
            }
        }
        throw problem ?? .leftOver(others)
    }

    private struct Search {
        let reading: ModulePath.Reading
        let counting: ModulePath.Counting
        /// At most two ways.
        var found: [[Int]] = []
        /// The longest beginning of one.
        var deepest: [Int] = []
        /// Steps that may yet be taken: names and shapes that tell nothing apart are given up.
        var steps = 100_000
    }

    private func extend(_ chosen: [Int], _ search: inout Search) {
        if chosen.count > search.deepest.count { search.deepest = chosen }
        if chosen.count == own.count { search.found.append(chosen) }
        search.steps -= 1
        guard chosen.count < own.count, search.found.count < 2, search.steps > 0 else { return }
        for candidate in candidates(after: chosen, search) { extend(chosen + [candidate], &search) }
    }

    private func candidates(after chosen: [Int], _ search: Search) -> [Int] {
        let module = own[chosen.count]
        let free = others.indices.filter { !chosen.contains($0) && module.canBeFilled(by: others[$0]) }
        if let path = given[module.path] { return free.filter { others[$0].path == path } }
        return free.filter { place in
            !given.values.contains(others[place].path) && paths[place].suits(module.path, search.reading)
                && !others.indices.contains {
                    !chosen.contains($0) && comesBefore($0, place, search.counting) && isNeeded($0, after: chosen.count)
                }
        }
    }

    /// Whether a module fills one that is yet to be filled: another does not keep those behind it from their places.
    private func isNeeded(_ other: Int, after filled: Int) -> Bool {
        own[filled...].contains { $0.canBeFilled(by: others[other]) }
    }

    private func comesBefore(_ first: Int, _ second: Int, _ counting: ModulePath.Counting) -> Bool {
        first != second && !given.values.contains(others[first].path) && paths[first].stem == paths[second].stem
            && paths[first].precedes(paths[second], counting)
    }

    private func problem(of search: Search) -> Problem {
        guard search.found.count == 2,
            let place = own.indices.first(where: { search.found[0][$0] != search.found[1][$0] })
        else {
            let left = others.indices.filter { !search.deepest.contains($0) }.map { others[$0] }
            return .unfilled(own[min(search.deepest.count, own.count - 1)], left: left)
        }
        return .ambiguous(own[place], candidates: search.found.map { others[$0[place]] })
    }
}

extension ModuleMatching.Problem: CustomStringConvertible {
    var description: String {
        switch self {
        case .unfilled(let module, let left):
            "nothing fits \(module.path) (\(module.text)): "
                + (left.isEmpty ? "no tensors are left" : "left are \(Self.list(left))")
        case .ambiguous(let module, let candidates):
            "\(module.path) could be \(candidates.map(\.path).joined(separator: " or ")): say which, "
                + "as in --map \(candidates[0].path)=\(module.path)"
        case .leftOver(let left):
            "no layer takes \(Self.list(left)): are --encoder and --decoder whole? --skip passes over tensors"
        }
    }

    private static func list(_ modules: [WeightModule]) -> String {
        let some = modules.prefix(4).map { $0.path.isEmpty ? $0.text : "\($0.path) (\($0.text))" }
            .joined(separator: ", ")
        return some + (modules.count > 4 ? " and \(modules.count - 4) more" : "")
    }
}
