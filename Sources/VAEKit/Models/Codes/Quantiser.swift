import TensorStreams
import Threads

/// Makes codes of an encoder's values, and vectors of codes, in memory that is allocated once. Values are places × width ×
/// columns, the numbers of codes places × columns.
protocol Quantiser: AnyObject {
    /// Replaces values, which must stay unchanged until the way back, by the nearest codes. In training, codebooks that have
    /// followed nothing begin with them.
    ///
    /// - Parameter noise: says which values a codebook begins with, and which its codes are moved to.
    func quantise(_ values: Tensor, noise: NoiseSource, _ pass: Pass)
    /// The vectors of the codes of the values that came last.
    var quantised: Tensor { get }
    /// Those codes' numbers, by codebook.
    var indices: [Tensor] { get }
    /// The squared distance of each column's values to their codes, of all codebooks one after the other.
    func commitments(_ pass: Pass) -> [Double]
    /// The vectors of codes.
    func lookUp(_ indices: [Tensor], _ pass: Pass) -> Tensor
    /// The gradient of the values, given that of their codes' vectors, which is handed on as it is where they were rounded to
    /// the nearest.
    ///
    /// - Parameter shares: each column's in the mean loss.
    func backward(_ gradient: MutableTensor, shares: Tensor, _ pass: Pass) -> MutableTensor
    /// Lets the codebooks follow the values that came last.
    func follow(_ pass: Pass)
}

/// What a model's quantiser is made of, and where its numbers lie.
struct QuantiserPlan: Sendable {
    let description: QuantiserDescription
    private let books: [Codebook]

    init(_ description: QuantiserDescription, _ layout: inout ParameterLayout) {
        self.description = description
        guard case .codebooks(let settings) = description else {
            books = []
            return
        }
        books = (0..<settings.residual).map { Codebook($0, settings, &layout) }
    }

    /// The quantiser, with memory for batches of `capacity` columns.
    ///
    /// - Parameters:
    ///   - places: of an image that have codes.
    ///   - training: whether there will be a way back.
    func quantiser(places: Int, capacity: Int, training: Bool) -> any Quantiser {
        switch description {
        case .codebooks(let settings):
            VectorQuantiser(books, settings, places: places, capacity: capacity, training: training)
        case .levels(let levels): LevelQuantiser(levels, places: places, capacity: capacity, training: training)
        }
    }
}
