import Testing
import Threads
import VAEKit

/// What ranks send each other of images and their losses.
@Suite struct EvaluatorParcelTests {
    private func sent<Value: Parcelled>(_ value: Value) -> Value {
        var parcel = Parcel()
        parcel.put(value)
        var arrived = Parcel(parcel.bytes)
        return arrived.take()
    }

    @Test(arguments: TrainingExample.all) func lossesArriveAsTheyWere(example: TrainingExample) throws {
        guard let model = try example.newRun().trainer.model as? Autoencoder else { return }
        let images = LabelledImages(example.images(3), labels: [2, 0, 1])
        let handedOut = sent(images)
        #expect(handedOut.images == images.images && handedOut.labels == images.labels)
        let losses = Evaluator(model, team: ThreadTeam(threads: 1)).losses(
            LabelledImages(images.images), firstItem: 0, seed: 0)
        let arrived = sent(losses)
        #expect(arrived.total == losses.total && arrived.items.map(\.elbo) == losses.items.map(\.elbo))
        #expect(arrived.encodings.map(\.sample) == losses.encodings.map(\.sample))
        #expect(arrived.encodings.map(\.divergences) == losses.encodings.map(\.divergences))
    }
}
