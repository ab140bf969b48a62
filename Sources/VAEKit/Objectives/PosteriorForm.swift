/// What is made of draws of the normal posterior, as a user writes it: a name, and its words: `flow planar 4`.
public enum PosteriorForm: Equatable, Sendable {
    /// `normal`: they are the latents.
    case normal
    /// `flow planar N`: they go through N planar flows, which the encoder tells of each image (Rezende & Mohamed 2015).
    case planar(Int)

    /// Reads one.
    ///
    /// - Throws: `NetworkError` that says what is wrong.
    public init(parsing text: String) throws(NetworkError) {
        var words = try ObjectiveWords(text, kind: "a posterior", example: "flow planar 4")
        switch words.name {
        case "normal": self = .normal
        case "flow":
            guard let count = try words.count("planar", in: 1...1024) else {
                throw NetworkError("'\(text)': it does not say how many flows, as in 'flow planar 4'")
            }
            self = .planar(count)
        default: throw NetworkError("'\(text)': no posterior is called '\(words.name)'; there are normal, flow")
        }
        try words.finish()
    }

    /// How many flows there are.
    package var flows: Int {
        switch self {
        case .normal: 0
        case .planar(let count): count
        }
    }

    /// Rows of what they are told.
    func rows(latent: Int) -> Int { flows * PlanarKernel.rows(latent: latent) }

    /// The heads that tell it, in their order.
    func heads(latent: Int) -> [(outputs: Int, name: String)] {
        (0..<flows).flatMap { flow in
            [("u", latent), ("w", latent), ("b", 1)].map { (outputs: $1, name: "flow.\(flow).\($0)") }
        }
    }
}

extension PosteriorForm: CustomStringConvertible {
    public var description: String {
        switch self {
        case .normal: "normal"
        case .planar(let count): "flow planar \(count)"
        }
    }
}
