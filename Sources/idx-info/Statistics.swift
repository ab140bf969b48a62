import TensorStreams

/// Least, greatest and mean value of a stream; not-a-number where there are no values.
struct Statistics {
    private var least = Double.infinity
    private var greatest = -Double.infinity
    private var sum = 0.0
    private var count = 0

    var minimum: Double { least <= greatest ? least : .nan }
    var maximum: Double { least <= greatest ? greatest : .nan }
    var mean: Double { count == 0 ? .nan : sum / Double(count) }

    mutating func add(_ batch: TensorBatch) {
        count += batch.count * batch.format.valuesPerItem
        if batch.format.type == .u8 { addBytes(batch.bytes) } else { addValues(batch.doubles()) }
    }

    /// Whole bytes at a time, which the compiler turns into vector instructions.
    private mutating func addBytes(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        var (low, high, total) = (UInt8.max, UInt8.min, UInt64(0))
        for byte in bytes {
            low = min(low, byte)
            high = max(high, byte)
            total &+= UInt64(byte)
        }
        least = min(least, Double(low))
        greatest = max(greatest, Double(high))
        sum += Double(total)
    }

    private mutating func addValues(_ values: [Double]) {
        for value in values {
            // Comparisons with not-a-number are false, so it shows in the mean alone.
            if value < least { least = value }
            if value > greatest { greatest = value }
            sum += value
        }
    }
}
