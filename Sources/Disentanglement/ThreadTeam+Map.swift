import Threads

extension ThreadTeam {
    /// The results of `body` for every piece, in order.
    func map<Result>(_ pieces: Int, _ body: (Int) -> Result) -> [Result] {
        [Result](unsafeUninitializedCapacity: pieces) { results, count in
            let target = results
            forEach(pieces) { piece in target.initializeElement(at: piece, to: body(piece)) }
            count = pieces
        }
    }
}
