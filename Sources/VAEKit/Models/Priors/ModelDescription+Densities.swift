extension ModelDescription {
    /// Whether the loss comes of the densities of draws alone, log p − log q, since the divergence has no known form.
    public var weighsDensities: Bool { !upper.isEmpty || prior != .normal || posteriorForm != .normal }

    /// Why the model cannot have its prior, or its posterior's form; nil where it can.
    public var problemOfDensities: String? { problemOfPrior ?? problemOfPosterior }

    private var problemOfPrior: String? {
        let option = "--prior \(prior)"
        if prior != .normal, let problem = problem(of: option) { return problem }
        switch prior {
        case .normal, .mixture: return nil
        case .flow:
            return latents.last == 1 ? "\(option) couples coordinates: take latents of two or more" : nil
        case .vamp where !upper.isEmpty:
            return "\(option) is for one level of latents: take mixture or flow for the topmost of several"
        case .vamp where classes != nil:
            return "\(option) does not go with --labels: a pseudo-input has no class; take mixture or flow"
        case .vamp:
            return posteriorForm == .normal
                ? nil : "\(option) needs densities of its posteriors, which --posterior \(posteriorForm) does not tell"
        }
    }

    private var problemOfPosterior: String? {
        if posteriorForm == .normal { return nil }
        let option = "--posterior \(posteriorForm)"
        if let problem = problem(of: option) { return problem }
        if !upper.isEmpty { return "\(option) is for one level of latents" }
        return objective.followsPaths
            ? "gradient stl or dreg needs the slope of log q, which \(option) does not tell: take gradient standard"
            : nil
    }

    /// What any option that needs densities of draws does not go with.
    private func problem(of option: String) -> String? {
        if kind == .ae { return "\(option) needs a posterior, which --model ae does not have" }
        if heads != .logvar || noise != .independent { return "\(option) needs --heads logvar and --noise independent" }
        guard objective.suitsLevels else {
            return "\(option) goes with --objective elbo or iwae, not with \(objective)"
        }
        return objective.splitsBounds
            ? "\(option) lets encoder and decoder follow the same bound: leave out 'grouped encoder'" : nil
    }
}
