/// A way to a convolution with fewer multiplications: small matrices that go along the rows of a block of vectors and then
/// along its columns, and which of their results are multiplied.
///
/// Blocks are squares, counted row by row.
package protocol WinogradTransforms {
    associatedtype Forward: WinogradDirection
    associatedtype Adjoint: WinogradDirection

    /// Weights of a pair of channels.
    static var taps: Int { get }
    /// Along each axis, what the weights are transformed to.
    static var factors: Int { get }
    /// Along each axis, what the gradients of two pixels of the target are transformed to.
    static var targetValues: Int { get }
    /// For the gradient of each factor the values of the source and those of the target that it is a sum of products of.
    static var gradientTerms: ProductTerms { get }

    static func weights(_ load: (Int) -> Vector, _ store: (_ factor: Int, Vector) -> Void)
    /// The gradients of the factors to those of the weights.
    static func weightGradients(_ load: (_ factor: Int) -> Vector, _ store: (Int, Vector) -> Void)
    /// The gradients of 2×2 pixels of the target to values.
    static func targetGradients(_ load: (Int) -> Vector, _ store: (Int, Vector) -> Void)
}

/// One of the two ways through a convolution, block by block.
package protocol WinogradDirection {
    /// Along each axis of a block: pixels that are read, values that they are transformed to, sums of products of these, and
    /// pixels of the result.
    static var pixels: Int { get }
    static var values: Int { get }
    static var sums: Int { get }
    static var results: Int { get }
    /// Pixels from what one block reads to what the next one does.
    static var step: Int { get }
    /// How far before the map the first block begins.
    static func margin(padding: Int) -> Int
    /// For each sum the values and the factors that are multiplied.
    static var terms: ProductTerms { get }

    static func transform(_ load: (Int) -> Vector, _ store: (_ value: Int, Vector) -> Void)
    static func transformBack(_ load: (_ sum: Int) -> Vector, _ store: (Int, Vector) -> Void)
}

extension WinogradTransforms {
    static var allFactors: Int { factors * factors }

    /// Products of a pair of channels on the way from source to target.
    static func products(_ source: MapShape, _ target: MapShape) -> Int {
        WinogradBlocks<Forward>(map: source, result: target, padding: 0).products
    }

    /// Values of a block of the source, and sums of one of the target.
    static var sourceValues: Int { Forward.allValues }
    static var targetSums: Int { Forward.allSums }
    /// The most of both directions.
    static var mostValues: Int { max(Forward.allValues, Adjoint.allValues) }
    static var mostSums: Int { max(Forward.allSums, Adjoint.allSums) }
}

extension WinogradDirection {
    static var allValues: Int { values * values }
    static var allSums: Int { sums * sums }
    static var channelStride: Int { Winograd.channelStride(allValues) }
}
