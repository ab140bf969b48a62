/// What a discriminator makes of the latents of a batch.
struct Verdicts {
    /// By column: the first logit less the second, log D/(1 − D) where D is the probability of being a latent of the batch
    /// rather than one of the others.
    let logOdds: Tensor
    /// The discriminator's own loss in nats, summed over the items: ½ (−log D(z) − log(1 − D(z′))).
    let loss: Double
    /// By column: how an item's loss grows with its log odds, for the way back through the discriminator to the latents.
    let slopes: MutableTensor

    /// The sum over the items of what each is charged for its log odds, whose slope is kept.
    func charge(items: Int, _ price: (Double) -> (loss: Double, slope: Double)) -> Double {
        (0..<items).reduce(0) { sum, item in
            let (loss, slope) = price(Double(logOdds[item]))
            slopes[item] = Float(slope)
            return sum + loss
        }
    }
}
