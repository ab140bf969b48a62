import TensorStreams
import Testing
import VAEKit

@Suite struct ValueScalingTests {
    private static func items(_ type: ElementType = .f32, _ shape: [Int], _ values: [Float]) -> TensorBatch {
        TensorBatch(format: ItemFormat(type: type, shape: shape), floats: values)
    }

    private static func doubles(_ values: [Double]) -> TensorBatch {
        let bytes = values.map { value in withUnsafeBytes(of: value) { [UInt8]($0) } }
        return TensorBatch(
            format: ItemFormat(type: .f64, shape: [1]), count: values.count, bytes: Array(bytes.joined()))
    }

    @Test(arguments: ElementType.allCases.filter { $0 != .u8 }) func statisticsOfEachValue(type: ElementType) throws {
        let items = Self.items(type, [2], [0, 5, 2, 5, 4, 5, 6, 5])
        let standard = try ValueScaling(of: items, ValueScale(.standard))
        #expect(standard.offsets == [3, 5] && standard.factors == [Float(5.0.squareRoot()), 1])
        let minmax = try ValueScaling(of: items, ValueScale(.minmax))
        #expect(minmax.offsets == [0, 5] && minmax.factors == [6, 1])
        #expect(minmax.applied(to: items).floats() == [0, 0, 1.0 / 3, 0, 2.0 / 3, 0, 1, 0])
    }

    @Test func statisticsOverAll() throws {
        let items = Self.items(.f32, [2], [0, 5, 2, 5, 4, 5, 6, 5])
        let standard = try ValueScaling(of: items, ValueScale(.standard, isOverAll: true))
        #expect(standard.offsets == [4] && standard.factors == [Float(3.5.squareRoot())])
        let minmax = try ValueScaling(of: items, ValueScale(.minmax, isOverAll: true))
        #expect(minmax.offsets == [0] && minmax.factors == [6])
    }

    /// Bytes are numbers here, and no share of 255.
    @Test func bytesAreNumbers() throws {
        let items = TensorBatch(format: ItemFormat(type: .u8, shape: [1]), count: 2, bytes: [10, 30])
        let scaling = try ValueScaling(of: items, ValueScale(.standard))
        #expect(scaling.offsets == [20] && scaling.factors == [10])
        #expect(scaling.applied(to: items).floats() == [-1, 1])
    }

    /// Sums of a tenth are not exact, but a column of tenths is constant; and what float32 makes the same number is, too.
    @Test func constantsAreNotDividedByRounding() throws {
        let scaling = try ValueScaling(
            of: Self.items(.f64, [1], [Float](repeating: 0.1, count: 3001)), ValueScale(.standard))
        #expect(scaling.offsets == [0.1] && scaling.factors == [1])
        let close = Self.doubles([1e-60, 2e-60])
        #expect(try ValueScaling(of: close, ValueScale(.minmax)).factors == [1])
    }

    /// Large numbers that differ little keep their differences.
    @Test func differencesOfLargeNumbersStay() throws {
        let items = Self.doubles([1_600_000_000, 1_600_000_001, 1_600_000_002])
        let scaling = try ValueScaling(of: items, ValueScale(.minmax))
        let scaled = scaling.applied(to: items).floats()
        #expect(scaled[2] - scaled[1] == 0.5 && scaled[1] - scaled[0] == 0.5)
    }

    @Test func rangesBeyondFloatsAreRefused() {
        let items = Self.items(.f32, [1], [-3e38, 3e38])
        let error = #expect(throws: NetworkError.self) { try ValueScaling(of: items, ValueScale(.minmax)) }
        #expect(error?.description == "--scale minmax: its values lie too far apart")
        #expect(throws: Never.self) { try ValueScaling(of: items, ValueScale(.standard)) }
    }

    @Test(arguments: ["", "all", "standard none", "none all", "standard all all", "Standard"])
    func otherWordsAreNoScale(text: String) {
        #expect(throws: NetworkError.self) { try ValueScale(parsing: text) }
    }
}
