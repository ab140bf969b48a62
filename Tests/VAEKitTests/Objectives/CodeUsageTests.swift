import TensorStreams
import Testing
import VAEKit

@Suite struct CodeUsageTests {
    /// Losses of batches that use these codes, of a codebook of eight.
    private static func loss(_ batches: [[Int]]) -> BatchLoss {
        var total = BatchLoss(["recon", "commit", "perplexity", "codes_used"])
        for codes in batches {
            var loss = total
            (loss.items, loss.loss, loss["recon"]) = (codes.count, Double(codes.count), 2 * Double(codes.count))
            loss.usage = CodeUsage(
                [Tensor(codes.map { Float($0) })], codes: 8, items: codes.count, columns: codes.count)
            if total.items == 0 { total = loss } else { total += loss }
        }
        return total
    }

    /// Over batches together, and not the mean of what it is of each.
    @Test func perplexityIsOfAllCodesTogether() throws {
        #expect(Self.loss([[1, 1], [5, 5]]).mean["perplexity"] == 2)
        #expect(Self.loss([[1, 1], [5, 5]]).mean["codes_used"] == 2)
        #expect(Self.loss([[1, 1], [5, 5]]).mean["recon"] == 2)
        let uneven = try #require(Self.loss([[0, 0, 0, 7]]).mean["perplexity"])
        #expect(abs(uneven - 1.7547653506033232) < 1e-12)
        #expect(Self.loss([(0..<8).map { $0 }]).mean["perplexity"].map { abs($0 - 8) < 1e-12 } == true)
    }

    /// A mean is a number for good, whatever is done with it.
    @Test func meansAreKept() {
        let mean = Self.loss([[1, 2, 3]]).mean
        #expect(mean.mean.values == mean.values)
    }
}
