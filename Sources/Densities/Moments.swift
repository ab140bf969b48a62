import Threads

/// The sums over rows that the mean and the covariance of one component are made of.
struct Moments {
    private var share = 0.0
    private var sums: [Double]
    /// The lower triangle, row by row.
    private var products: [Double]

    /// Rows are summed in so many parts, whatever the number of threads.
    private static let parts = 16

    private init(width: Int) {
        sums = [Double](repeating: 0, count: width)
        products = [Double](repeating: 0, count: width * (width + 1) / 2)
    }

    /// The mixture whose components have the moments of the rows, each row counting by its share (the step of
    /// maximisation), with `floor` added to the variances.
    static func mixture(
        of rows: RowBlocks, _ shares: Shares, floor: Double, team: ThreadTeam
    ) throws(DensityError) -> GaussianMixture {
        let pivots = (0..<shares.components).map { pivot(of: rows, shares, $0) }
        let found = found(in: rows, shares, pivots, team: team)
        var (weights, components) = ([Double](), [Gaussian]())
        for component in 0..<shares.components {
            var whole = Moments(width: rows.width)
            for part in found[component * parts..<(component + 1) * parts] { whole.add(part) }
            // A component that nothing belongs to any more keeps a share that can be divided by.
            whole.share = max(whole.share, 10 * Double.ulpOfOne)
            weights.append(whole.share)
            components.append(try whole.gaussian(about: pivots[component], floor: floor))
        }
        return GaussianMixture(weights: weights, components: components)
    }

    /// Those of each component about its pivot, in parts.
    private static func found(
        in rows: RowBlocks, _ shares: Shares, _ pivots: [[Double]], team: ThreadTeam
    ) -> [Moments] {
        let blocks = 0..<rows.count
        var found = [Moments](repeating: Moments(width: rows.width), count: shares.components * parts)
        found.withUnsafeMutableBufferPointer { found in
            let found = found
            team.forEach(found.count) { piece in
                let component = piece / parts
                found[piece].add(
                    rows, blocks.part(piece % parts, of: parts), shares, component, pivots[component])
            }
        }
        return found
    }

    /// A row that the component has a large share of: sums are those of differences from it, which lose no digits.
    private static func pivot(of rows: RowBlocks, _ shares: Shares, _ component: Int) -> [Double] {
        let own = shares.values[component * shares.blocks..<(component + 1) * shares.blocks]
        let block =
            own.firstIndex { $0.max() > 0.5 } ?? own.indices.max { own[$0].max() < own[$1].max() } ?? own.startIndex
        let lane = (0..<16).max { own[block][$0] < own[block][$1] } ?? 0
        return (0..<rows.width).map { rows.lanes[(block - own.startIndex) * rows.width + $0][lane] }
    }

    /// Adds the rows of blocks of sixteen.
    private mutating func add(
        _ rows: RowBlocks, _ blocks: Range<Int>, _ shares: Shares, _ component: Int, _ pivot: [Double]
    ) {
        let width = rows.width
        var (shareLanes, sumLanes) = (RowLanes.zero, [RowLanes](repeating: .zero, count: width))
        var productLanes = [RowLanes](repeating: .zero, count: products.count)
        var offsets = sumLanes
        for block in blocks {
            let share = shares.values[component * shares.blocks + block]
            if share == .zero { continue }
            for column in 0..<width { offsets[column] = rows.lanes[block * width + column] - pivot[column] }
            shareLanes += share
            var place = 0
            for row in 0..<width {
                let weighted = share * offsets[row]
                sumLanes[row] += weighted
                for column in 0...row {
                    productLanes[place].add(weighted, times: offsets[column])
                    place += 1
                }
            }
        }
        share += shareLanes.sum()
        for place in sums.indices { sums[place] += sumLanes[place].sum() }
        for place in products.indices { products[place] += productLanes[place].sum() }
    }

    private mutating func add(_ other: Moments) {
        share += other.share
        for place in sums.indices { sums[place] += other.sums[place] }
        for place in products.indices { products[place] += other.products[place] }
    }

    private func gaussian(about pivot: [Double], floor: Double) throws(DensityError) -> Gaussian {
        let width = pivot.count
        let offsets = sums.map { $0 / share }
        var covariance = [Double](repeating: 0, count: width * width)
        var place = 0
        for row in 0..<width {
            for column in 0...row {
                let value = products[place] / share - offsets[row] * offsets[column]
                covariance[row * width + column] = value
                covariance[column * width + row] = value
                place += 1
            }
            covariance[row * width + row] = max(0, covariance[row * width + row]) + floor
        }
        guard sums.allSatisfy(\.isFinite), products.allSatisfy(\.isFinite) else { throw .overflow }
        guard let gaussian = Gaussian(mean: zip(pivot, offsets).map { $0 + $1 }, covariance: covariance) else {
            throw .singular
        }
        return gaussian
    }
}
