import Testing

import Datasets

@Suite struct CatalogueTests {
    @Test func everyNameHasItsParts() {
        #expect(Catalogue.names.count == 10 && Set(Catalogue.names).count == 10)
        for dataSet in Catalogue.all {
            let kinds: [Kind] = dataSet.name == "binarized-mnist" ? [.images] : [.images, .labels]
            for split in [Split.train, .test] {
                for kind in kinds { #expect(dataSet.part(split, kind) != nil) }
            }
            #expect(Set(dataSet.parts.map(\.usualName)).count == dataSet.parts.count)
        }
        #expect(Catalogue.dataSet(named: "mnist")?.part(.valid, .images) == nil)
        #expect(Catalogue.dataSet(named: "binarized-mnist")?.part(.valid, .images) != nil)
    }

    @Test func checksumsAreWellFormedAndDifferent() {
        let files = Catalogue.all.flatMap { $0.parts.map(\.file) }
        #expect(files.allSatisfy { $0.sha256.count == 64 && $0.sha256.allSatisfy(\.isHexDigit) && $0.size > 0 })
        // Four files each of three sets, three texts, and the one archive of EMNIST.
        #expect(Set(files.map(\.sha256)).count == 16)
    }

    @Test func usualNames() {
        let names = Catalogue.mnist.parts.map(\.usualName)
        #expect(
            names == [
                "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
                "t10k-labels-idx1-ubyte",
            ])
    }

    @Test func digestOfKnownText() {
        let text = Array("abc".utf8)
        #expect(Sample.digest(text) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }
}
