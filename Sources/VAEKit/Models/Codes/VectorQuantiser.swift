import TensorStreams
import Threads

/// Codes of learnt codebooks: the first has the nearest to the values, each other the nearest to what those before it have left
/// (residual quantisation, Zeghidour et al. 2021).
final class VectorQuantiser: Quantiser {
    private let books: [Codebook]
    private let settings: CodebookDescription
    private let places: Int
    private let prepared, scores, vectors, gradients: MutableTensor
    /// By codebook: numbers of codes, what they leave of the values, and the squared length of that at each place.
    private let numbers, rests, distances: [MutableTensor]
    /// Of the values of each code in a batch.
    private let sums, counts: MutableTensor
    private var values = Tensor(zeros: 0)
    private var columns = 0
    private var noise = NoiseSource(seed: 0)

    init(_ books: [Codebook], _ settings: CodebookDescription, places: Int, capacity: Int, training: Bool) {
        (self.books, self.settings, self.places) = (books, settings, places)
        let (size, codes) = (places * settings.width * capacity, Tensor.padded(settings.codes))
        prepared = MutableTensor(
            zeros: CodeSearch(codes: settings.codes, width: settings.width).preparedCount)
        scores = MutableTensor(zeros: places * capacity)
        vectors = MutableTensor(zeros: size)
        gradients = MutableTensor(zeros: training ? size : 0)
        numbers = books.map { _ in MutableTensor(zeros: places * capacity) }
        distances = books.map { _ in MutableTensor(zeros: places * capacity) }
        rests = books.map { _ in MutableTensor(zeros: size) }
        sums = MutableTensor(zeros: training ? settings.width * codes : 0)
        counts = MutableTensor(zeros: training ? codes : 0)
    }

    private var size: Int { places * settings.width * columns }
    private var kernel: CodebookKernel { CodebookKernel(width: settings.width, columns: columns) }
    var quantised: Tensor { Tensor(vectors)[0..<size] }
    var indices: [Tensor] { numbers.map { Tensor($0)[0..<places * columns] } }

    func quantise(_ values: Tensor, noise: NoiseSource, _ pass: Pass) {
        (self.values, self.noise, columns) = (values, noise, pass.columns)
        for number in books.indices {
            if pass.isTraining, books[number].isEmpty(pass.store) { beginTogether(number, pass) }
            find(number, among: settings.codes, pass)
        }
        _ = lookUp(indices, pass)
    }

    func lookUp(_ indices: [Tensor], _ pass: Pass) -> Tensor {
        columns = pass.columns
        for (number, book) in books.enumerated() {
            kernel.lookUp(
                indices[number], in: Tensor(book.weights(pass.store)), adding: number > 0, output: vectors[0..<size],
                team: pass.team)
        }
        return quantised
    }

    /// What a codebook is to find codes for.
    private func target(_ number: Int) -> Tensor { number == 0 ? values : rest(number - 1) }

    /// What it has left.
    private func rest(_ number: Int) -> Tensor { Tensor(rests[number])[0..<size] }

    /// Finds the nearest of the first codes of a codebook, and what they leave.
    private func find(_ number: Int, among codes: Int, _ pass: Pass) {
        let (book, search) = (books[number].weights(pass.store), CodeSearch(codes: codes, width: settings.width))
        search.prepare(Tensor(book), into: prepared)
        let indices = numbers[number][0..<places * columns]
        search.search(
            target(number), columns: columns, prepared: Tensor(prepared), indices: indices, scores: scores,
            team: pass.team)
        kernel.takeAway(
            Tensor(indices), of: Tensor(book), from: target(number), output: rests[number][0..<size],
            distances: distances[number][0..<places * columns], team: pass.team)
    }

    /// The squared lengths of what codes have left of each place, 0 for columns that pad the batch.
    private func masses(_ number: Int, _ pass: Pass) -> [Float] {
        (0..<places * columns).map { $0 % columns < pass.items ? distances[number][$0] : 0 }
    }

    /// Lets a codebook begin, with values of the first block of a batch where that is cut into blocks.
    private func beginTogether(_ number: Int, _ pass: Pass) {
        guard let block = pass.block else { return begin(number, pass) }
        if block.isFirst { begin(number, pass) }
        let weights = books[number].weights(pass.store)
        let shown = block.gather(Tensor(weights)) { _ in weights.count }
        if block.isFirstHere { weights.copy(from: shown[0]) }
    }

    /// Lets a codebook begin with values of the batch: with one, then again and again with as many as it has, drawn by their
    /// squared distances to those that are there (as k-means||, Bahmani et al. 2012). Where values run out, the other codes stay 0
    /// until they are moved.
    private func begin(_ number: Int, _ pass: Pass) {
        let ones = (0..<places * columns).map { Float($0 % columns < pass.items ? 1 : 0) }
        var filled = 0
        while filled < settings.codes {
            let masses = filled == 0 ? ones : masses(number, pass)
            let wanted = min(max(filled, 1), settings.codes - filled)
            let drawn = SystematicDraw.places(of: masses, count: wanted, start: start(number, round: filled))
            if drawn.isEmpty { return }
            books[number].begin(from: filled, at: drawn, of: target(number), pass)
            filled += drawn.count
            if filled < settings.codes { find(number, among: filled, pass) }
        }
    }

    /// A random number within 0 ..< 1.
    private func start(_ number: Int, round: Int) -> Double {
        Double(noise.derived(UInt64(number)).bits(at: UInt64(round)) >> 11) * 0x1p-53
    }

    func commitments(_ pass: Pass) -> [Double] {
        var sums = [Double](repeating: 0, count: columns)
        for number in books.indices {
            for (place, mass) in masses(number, pass).enumerated() { sums[place % columns] += Double(mass) }
        }
        return sums
    }

    func backward(_ gradient: MutableTensor, shares: Tensor, _ pass: Pass) -> MutableTensor {
        let result = gradients[0..<size]
        result.copy(from: Tensor(gradient))
        for number in books.indices {
            kernel.pull(
                result, along: rest(number), factor: Float(2 * settings.commitment), shares: shares, team: pass.team)
        }
        return result
    }

    func follow(_ pass: Pass) {
        for (number, book) in books.enumerated() {
            kernel.sum(
                target(number), by: indices[number], items: pass.items, sums: sums, counts: counts, team: pass.team)
            addBlocks(sums, pass)
            addBlocks(counts, pass)
            if pass.keepsStatistics { book.average(sums: Tensor(sums), counts: Tensor(counts), pass) }
            revive(number, pass)
        }
    }

    /// Adds up the numbers of all blocks of the batch, in their order.
    private func addBlocks(_ numbers: MutableTensor, _ pass: Pass) {
        guard let block = pass.block else { return }
        let shown = block.gather(Tensor(numbers)) { _ in numbers.count }
        numbers.copy(from: shown[0])
        for others in shown.dropFirst() {
            AdditionKernel.add(Tensor(numbers), others, slope: 1, output: numbers, team: pass.team)
        }
    }

    /// Moves codes that are hardly used to values of the batch.
    private func revive(_ number: Int, _ pass: Pass) {
        let (book, start) = (books[number], start(number, round: settings.codes))
        let dead = book.deadCodes(pass.store)
        if dead.isEmpty { return }
        guard let block = pass.block else {
            let drawn = SystematicDraw.places(of: masses(number, pass), count: dead.count, start: start)
            return book.revive(dead, with: vectors(of: target(number), at: drawn, pass), pass)
        }
        let masses = block.gather(Tensor(masses(number, pass))) { places * Tensor.columns(for: $0) }
        let drawn = SystematicDraw.places(of: masses.flatMap(\.array), count: dead.count, start: start)
        let firsts = masses.indices.map { masses[..<$0].reduce(0) { $0 + $1.count } }
        let parts = masses.indices.map { part in
            drawn.filter { (firsts[part]..<firsts[part] + masses[part].count).contains($0) }
        }
        let own = parts[block.number].map { $0 - firsts[block.number] }
        let shown = block.meeting.gather(
            Tensor(vectors(of: target(number), at: own, pass)), from: block.number
        ) { settings.width * parts[$0].count }
        // What is drawn comes in the order of its places.
        if pass.keepsStatistics { book.revive(dead, with: shown.flatMap(\.array), pass) }
    }

    /// The values at some places, position × columns + column, one vector behind the other.
    private func vectors(of values: Tensor, at places: [Int], _ pass: Pass) -> [Float] {
        places.flatMap { place in
            let first = place / pass.columns * settings.width * pass.columns + place % pass.columns
            return (0..<settings.width).map { values[first + $0 * pass.columns] }
        }
    }
}
