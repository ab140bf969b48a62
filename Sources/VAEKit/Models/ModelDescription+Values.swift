extension ModelDescription {
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
        if let problemOfScale { return problemOfScale }
        if let scale, case .vamp = prior {
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
