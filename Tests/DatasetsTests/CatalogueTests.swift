import Testing

import Datasets

@Suite struct CatalogueTests {
    @Test func everyNameHasItsParts() {
        #expect(Catalogue.names.count == 11 && Set(Catalogue.names).count == 11)
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
        let checksums = files.compactMap(\.sha256)
        #expect(checksums.allSatisfy { $0.count == 64 && $0.allSatisfy(\.isHexDigit) })
        #expect(files.allSatisfy { $0.size > 0 })
        // Four files each of three sets, three texts, and the one archive of EMNIST.
        #expect(Set(checksums).count == 16)
        #expect(Catalogue.all.filter(\.hasUnknownChecksum).map(\.name) == ["omniglot"])
    }

    @Test func checksumsAreHeldToWhereNoneIsKnown() throws {
        let sha256 = String(repeating: "0123456789abcdef", count: 4)
        let omniglot = try #require(Catalogue.dataSet(named: "omniglot")).holding(to: sha256)
        #expect(omniglot.parts.count == 4 && omniglot.parts.allSatisfy { $0.file.sha256 == sha256 })
        #expect(!omniglot.hasUnknownChecksum && Catalogue.mnist.holding(to: sha256) == Catalogue.mnist)
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
