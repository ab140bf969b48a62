/// The mutual information gap (Chen et al. 2018): how much more the best coordinate tells of a factor than the second best,
/// as a share of the factor's entropy; the mean over the factors.
public enum InformationGap {
    /// - Parameters:
    ///   - information: for each factor, that of each coordinate; a single coordinate's gap is to 0.
    ///   - entropies: of the factors, none of them 0.
    public static func mean(_ information: [[Double]], entropies: [Double]) -> Double {
        let gaps = zip(information, entropies).map { gap($0) / $1 }
        return gaps.reduce(0, +) / Double(gaps.count)
    }

    /// The largest of the values less the next.
    static func gap(_ values: [Double]) -> Double {
        let sorted = values.sorted(by: >)
        return sorted[0] - (sorted.count > 1 ? sorted[1] : 0)
    }
}
