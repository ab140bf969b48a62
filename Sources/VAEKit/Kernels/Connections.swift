/// Which pixels of a source map a linear layer joins to which pixels of a target map, and by which tap of its kernel.
///
/// A convolution goes from source to target; a transposed convolution is the adjoint of one and goes back; a dense layer
/// is the case of one pixel and one tap. Weights are stored in panels of sixteen target channels:
/// `[panel][tap · source channel][16]`, so that both directions read them in order, without packing.
/// Values are `[pixel][channel][column]`.
struct Connections: Sendable {
    let sourceChannels: Int
    let targetChannels: Int
    let sourcePixels: Int
    let targetPixels: Int
    let taps: Int

    /// For each target pixel the runs of (weight row, source row, depth): taps side by side in a kernel's row
    /// read source pixels that lie side by side, so they make one run.
    let runs: [Run]
    let runStarts: [Int]
    /// For each source pixel the (tap, target pixel) pairs that read it.
    let readers: [Link]
    let readerStarts: [Int]
    /// For each tap the (source pixel, target pixel) pairs that it joins, by target pixel.
    let links: [Link]
    /// For each tap and target pixel, and behind each tap's last, where its links begin.
    private let linkStarts: [Int]
    /// For each target pixel and weight row the source row that it reads, or -1 beyond the edge; only where there are so
    /// few source channels that `weightGradient` takes the taps together.
    let rowsRead: [Int32]
    /// A way to the same products with fewer multiplications.
    let winograd: Winograd?

    struct Run: Sendable {
        var weightRow: Int
        var sourceRow: Int
        var depth: Int
    }

    struct Link: Sendable {
        var first: Int
        var second: Int
    }

    /// Rows of a weight panel: one for each tap and source channel.
    var weightRows: Int { taps * sourceChannels }
    var panels: Int { (targetChannels + 15) / 16 }
    var weightCount: Int { panels * weightRows * 16 }

    /// Numbers of work space that `forward` and `adjoint` want for fewer multiplications, of up to so many columns; nil where
    /// there is no such way.
    func winogradWork(upTo columns: Int) -> Int? { winograd?.workCount(columns) }

    /// A dense layer: every input to every output.
    static func dense(inputs: Int, outputs: Int) -> Connections {
        Connections(
            sourceChannels: inputs, targetChannels: outputs, sourcePixels: 1, targetPixels: 1, taps: 1,
            joined: [(tap: 0, source: 0, target: 0)])
    }

    /// A convolution with a square kernel; `source` and `target` are (height, width).
    static func convolution(
        source: (height: Int, width: Int), target: (height: Int, width: Int),
        sourceChannels: Int, targetChannels: Int, kernel: Int, stride: Int, padding: Int
    ) -> Connections {
        let joined = joined(
            source: source, target: target, kernel: kernel, stride: stride, padding: padding, taps: kernel * kernel)
        let sourceMap = MapShape(channels: sourceChannels, height: source.height, width: source.width)
        let targetMap = MapShape(channels: targetChannels, height: target.height, width: target.width)
        return Connections(
            sourceChannels: sourceChannels, targetChannels: targetChannels, sourcePixels: sourceMap.pixels,
            targetPixels: targetMap.pixels, taps: kernel * kernel, joined: joined,
            winograd: Winograd(
                source: sourceMap, target: targetMap, kernel: kernel, stride: stride, padding: padding,
                pairs: joined.count))
    }

    /// A convolution from a map to one of its size, with an odd square kernel of which the first `count` taps are there, in
    /// reading order: those before the middle join pixels to those before them alone.
    static func causal(_ map: MapShape, targetChannels: Int, kernel: Int, taps count: Int) -> Connections {
        let size = (height: map.height, width: map.width)
        return Connections(
            sourceChannels: map.channels, targetChannels: targetChannels, sourcePixels: map.pixels,
            targetPixels: map.pixels, taps: kernel * kernel,
            joined: joined(source: size, target: size, kernel: kernel, stride: 1, padding: kernel / 2, taps: count))
    }

    /// The pixels that the first taps of a kernel join.
    private static func joined(
        source: (height: Int, width: Int), target: (height: Int, width: Int), kernel: Int, stride: Int, padding: Int,
        taps: Int
    ) -> [(tap: Int, source: Int, target: Int)] {
        var joined: [(tap: Int, source: Int, target: Int)] = []
        for y in 0..<target.height {
            for x in 0..<target.width {
                for tapY in 0..<kernel {
                    let sourceY = y * stride - padding + tapY
                    guard sourceY >= 0, sourceY < source.height else { continue }
                    for tapX in 0..<min(kernel, max(0, taps - tapY * kernel)) {
                        let sourceX = x * stride - padding + tapX
                        guard sourceX >= 0, sourceX < source.width else { continue }
                        joined.append((tapY * kernel + tapX, sourceY * source.width + sourceX, y * target.width + x))
                    }
                }
            }
        }
        return joined
    }

    /// `joined` is ordered by target pixel, then tap.
    private init(
        sourceChannels: Int, targetChannels: Int, sourcePixels: Int, targetPixels: Int, taps: Int,
        joined: [(tap: Int, source: Int, target: Int)], winograd: Winograd? = nil
    ) {
        self.sourceChannels = sourceChannels
        self.targetChannels = targetChannels
        self.sourcePixels = sourcePixels
        self.targetPixels = targetPixels
        self.taps = taps
        self.winograd = winograd

        var runs: [Run] = []
        var runStarts = [0]
        var readers = [[Link]](repeating: [], count: sourcePixels)
        var links = [[Link]](repeating: [], count: taps)
        for join in joined {
            while runStarts.count <= join.target { runStarts.append(runs.count) }
            let run = Run(
                weightRow: join.tap * sourceChannels, sourceRow: join.source * sourceChannels, depth: sourceChannels)
            if runs.count > runStarts[join.target], let last = runs.last,
                last.weightRow + last.depth == run.weightRow, last.sourceRow + last.depth == run.sourceRow
            {
                runs[runs.count - 1].depth += run.depth
            } else {
                runs.append(run)
            }
            readers[join.source].append(Link(first: join.tap, second: join.target))
            links[join.tap].append(Link(first: join.source, second: join.target))
        }
        while runStarts.count <= targetPixels { runStarts.append(runs.count) }
        self.runs = runs
        self.runStarts = runStarts
        (self.readers, readerStarts) = Self.flattened(readers)
        self.links = links.flatMap { $0 }
        linkStarts = Self.starts(of: links, targetPixels: targetPixels)
        rowsRead = Self.rowsRead(joined, taps: taps, channels: sourceChannels, targetPixels: targetPixels)
    }

    private static func rowsRead(
        _ joined: [(tap: Int, source: Int, target: Int)], taps: Int, channels: Int, targetPixels: Int
    ) -> [Int32] {
        guard taps > 1, channels < 8 else { return [] }
        var rows = [Int32](repeating: -1, count: targetPixels * taps * channels)
        for join in joined {
            for channel in 0..<channels {
                rows[(join.target * taps + join.tap) * channels + channel] = Int32(join.source * channels + channel)
            }
        }
        return rows
    }

    /// The links of a tap to a range of target pixels, as places in `links`.
    func links(of tap: Int, to pixels: Range<Int>) -> Range<Int> {
        let first = tap * (targetPixels + 1)
        return linkStarts[first + pixels.lowerBound]..<linkStarts[first + pixels.upperBound]
    }

    private static func starts(of links: [[Link]], targetPixels: Int) -> [Int] {
        var starts: [Int] = []
        var total = 0
        for list in links {
            var place = 0
            for pixel in 0...targetPixels {
                while place < list.count, list[place].second < pixel { place += 1 }
                starts.append(total + place)
            }
            total += list.count
        }
        return starts
    }

    private static func flattened(_ lists: [[Link]]) -> ([Link], [Int]) {
        var starts = [0]
        for list in lists { starts.append(starts[starts.count - 1] + list.count) }
        return (lists.flatMap { $0 }, starts)
    }
}
