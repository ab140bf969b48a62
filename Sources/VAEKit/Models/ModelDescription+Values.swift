extension ModelDescription {
    /// What the items are that the model takes.
    public var items: ImageItems { recon.isOfCounts ? .counts : scale == nil ? .pixels : .numbers }

    /// How means of values come from what the decoder puts out.
    package var link: OutputLink {
        switch items {
        case .counts: .softmax
        case .numbers: .identity
        case .pixels, .codes: .sigmoid
        }
    }

    /// What the likelihood learns for each value beside the decoder, by its name in checkpoints; nil where it learns nothing.
    public var learntSpread: String? {
        switch likelihood {
        case .learntGaussian: "likelihood.log_sigma"
        case .negativeBinomial: "likelihood.log_dispersion"
        default: nil
        }
    }

    /// Why the model's options do not go together where values are no pixels; nil where they do.
    public var problemOfValues: String? {
        if learnsSigma && recon != .gaussian { return "--sigma learned needs --recon gaussian" }
        if recon.isOfCounts { return problemOfCounts }
        guard let scale else { return nil }
        if recon == .bce {
            return "--scale \(scale) is for values that are no pixels, of which --recon bce is: "
                + "give --recon gaussian or mse"
        }
        if threshold != nil { return "--threshold is of pixels, and --scale \(scale) for values that are none" }
        if case .vamp = prior {
            return "--prior vamp has pixels for pseudo-inputs, and --scale \(scale) is for values that are none"
        }
        return nil
    }

    private var problemOfCounts: String? {
        let what = "--recon \(recon.rawValue) is of counts"
        if let scale, scale != .none { return "\(what) as they are: leave out --scale \(scale)" }
        if threshold != nil { return "--threshold is of pixels, and \(what)" }
        if case .vamp = prior { return "--prior vamp has pixels for pseudo-inputs, and \(what)" }
        if let penalty = objective.regulariser.decoderPenalty, penalty.slope > 0 {
            return "--objective \(objective) asks for slopes of pixels, and \(what)"
        }
        return nil
    }
}
