import CVectors
import TensorStreams
import Threads

/// Turns the stored bytes of chosen items into the floats of a batch.
package enum BatchKernel {
    /// Converts the items with the given numbers, one row of floats each: u8 pixels to value/255, f32 as they are; to 0
    /// and 1 where `threshold` (in u8 units) is given, 1 for a value above it.
    package static func gather(
        _ images: TensorBatch, items: some RandomAccessCollection<Int>, threshold: Int?, into rows: MutableTensor,
        team: ThreadTeam
    ) {
        let (size, bytesPerItem) = (images.format.valuesPerItem, images.format.bytesPerItem)
        images.bytes.withUnsafeBytes { bytes in
            func pixels(ofRow row: Int) -> UnsafeRawBufferPointer {
                let start = items[items.index(items.startIndex, offsetBy: row)] * bytesPerItem
                return UnsafeRawBufferPointer(rebasing: bytes[start..<start + bytesPerItem])
            }
            team.forEachRange(of: items.count, grain: 4) { range in
                for row in range {
                    if row + 1 < range.upperBound { fetch(pixels(ofRow: row + 1)) }
                    let (from, to) = (pixels(ofRow: row), rows.pointer + row * size)
                    if images.format.type == .u8 {
                        convert(from.bindMemory(to: UInt8.self), to, threshold: threshold)
                    } else {
                        copy(from, to, size, threshold)
                    }
                }
            }
        }
    }

    /// Begins to bring an item to the cache: shuffled, it may lie anywhere in memory, and its first bytes take long.
    private static func fetch(_ item: UnsafeRawBufferPointer) {
        guard let start = item.baseAddress else { return }
        for line in stride(from: 0, to: item.count, by: 64) { prefetch(start + line) }
    }

    private static func copy(
        _ source: UnsafeRawBufferPointer, _ target: UnsafeMutablePointer<Float>, _ count: Int, _ threshold: Int?
    ) {
        let limit = threshold.map { Float($0) / 255 }
        for index in 0..<count {
            let value = source.loadUnaligned(fromByteOffset: index * 4, as: Float.self)
            if let limit { target[index] = value > limit ? 1 : 0 } else { target[index] = value }
        }
    }

    private static func convert(
        _ source: UnsafeBufferPointer<UInt8>, _ target: UnsafeMutablePointer<Float>, threshold: Int?
    ) {
        if let threshold {
            for index in source.indices { target[index] = Int(source[index]) > threshold ? 1 : 0 }
        } else {
            for index in source.indices { target[index] = Float(source[index]) / 255 }
        }
    }

    /// `output = log(1 + counts)`.
    static func logarithms(_ counts: Tensor, _ output: MutableTensor, team: ThreadTeam) {
        let (source, target) = (counts.pointer, output.pointer)
        team.forEachRange(of: counts.count / Tensor.lanes, grain: 512) { range in
            for at in range.vectorPlaces { storeVector(logOfOneMore(loadVector(source + at)), target + at) }
        }
    }

    /// `output = sigmoid(logits)`: pixel means in [0, 1].
    static func sigmoids(_ logits: Tensor, _ output: MutableTensor, team: ThreadTeam) {
        let (source, target) = (logits.pointer, output.pointer)
        team.forEachRange(of: logits.count / Tensor.lanes, grain: 512) { range in
            for at in range.vectorPlaces {
                storeVector(sigmoid(loadVector(source + at)), target + at)
            }
        }
    }
}
