/// The data sets known by name.
public enum Catalogue {
    /// All of them, the default first.
    public static let all: [DataSet] = [mnist, fashion, kmnist] + emnist + [binarizedMNIST, omniglot]

    /// The names, in the order in which help lists them.
    public static var names: [String] { all.map(\.name) }

    /// The data set called `name`, if there is one.
    public static func dataSet(named name: String) -> DataSet? { all.first { $0.name == name } }

    package static let mnist = DataSet(
        name: "mnist", folder: "mnist", installedFolders: ["mnist"],
        mirrors: [
            "https://ossci-datasets.s3.amazonaws.com/mnist/", "https://storage.googleapis.com/cvdf-datasets/mnist/",
        ],
        parts: unpacked(
            trainImages: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
            trainLabels: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
            testImages: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
            testLabels: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"))

    static let fashion = DataSet(
        name: "fashion", folder: "fashion", installedFolders: ["fashion-mnist", "fashion"],
        mirrors: ["http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"],
        parts: unpacked(
            trainImages: "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
            trainLabels: "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
            testImages: "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
            testLabels: "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"))

    package static let kmnist = DataSet(
        name: "kmnist", folder: "kmnist", installedFolders: ["kmnist"],
        mirrors: ["http://codh.rois.ac.jp/kmnist/dataset/kmnist/"],
        parts: [
            packed(
                .train, .images, 18_165_135, "51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4"),
            packed(.train, .labels, 29497, "e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17"),
            packed(.test, .images, 3_041_136, "edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5"),
            packed(.test, .labels, 5120, "20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c"),
        ])

    /// The six EMNIST sets, members of one archive. Their images are stored with rows and columns exchanged.
    static let emnist: [DataSet] = ["balanced", "byclass", "bymerge", "digits", "letters", "mnist"].map { name in
        let archive = RemoteFile(
            name: "gzip.zip", size: 561_753_746,
            sha256: "fb9bb67e33772a9cc0b895e4ecf36d2cf35be8b709693c3564cea2a019fcda8e", form: .stored)
        func part(_ split: Split, _ kind: Kind, _ ending: String) -> Part {
            let member = "gzip/emnist-\(name)-\(split.rawValue)-\(ending).gz"
            return Part(
                split: split, kind: kind, file: archive,
                content: .zippedIDX(member: member, isTransposed: kind == .images))
        }
        return DataSet(
            name: "emnist-\(name)", folder: "emnist", installedFolders: ["emnist"],
            mirrors: ["https://biometrics.nist.gov/cs_links/EMNIST/"],
            parts: [
                part(.train, .images, "images-idx3-ubyte"), part(.train, .labels, "labels-idx1-ubyte"),
                part(.test, .images, "images-idx3-ubyte"), part(.test, .labels, "labels-idx1-ubyte"),
            ])
    }

    /// MNIST drawn once from its grey levels (Larochelle and Murray, 2011); it has no labels.
    static let binarizedMNIST = DataSet(
        name: "binarized-mnist", folder: "binarized-mnist", installedFolders: ["binarized-mnist"],
        mirrors: ["http://www.cs.toronto.edu/~larocheh/public/datasets/binarized_mnist/"],
        parts: [
            text(.train, 78_400_000, "ad693b29f94c14277b095f5238ddefbbdaaae0939789dd2f4f0205278cee3e4d"),
            text(.valid, 15_680_000, "1de3d397c40fe8eeb33dafd4099a1f665ec01e96d9be234aaeeac8a34930e2e2"),
            text(.test, 15_680_000, "e6687bfea3f820c174f33b7865140b2a2dd2930ef786f35d45795fc193b5ab2c"),
        ])

    /// OMNIGLOT in 28×28 as the paper on importance weighted autoencoders has it (Burda, Grosse and Salakhutdinov, 2016);
    /// labels are the 50 alphabets.
    static let omniglot: DataSet = {
        func matrix(_ name: String, _ column: MatlabMatrix.Column, _ count: Int) -> MatlabMatrix {
            MatlabMatrix(name: name, column: column, count: count)
        }
        let matrices: [(Split, Kind, MatlabMatrix)] = [
            (.train, .images, matrix("data", .image(side: 28), 24345)),
            (.train, .labels, matrix("target", .oneHot(classes: 50), 24345)),
            (.test, .images, matrix("testdata", .image(side: 28), 8070)),
            (.test, .labels, matrix("testtarget", .oneHot(classes: 50), 8070)),
        ]
        // What the matrices have as doubles, unpacked, and as much room for others.
        let file = RemoteFile(
            name: "chardata.mat", size: 1 << 29, sha256: nil, form: .matlab(matrices.map { $0.2 }))
        return DataSet(
            name: "omniglot", folder: "omniglot", installedFolders: ["omniglot"],
            mirrors: ["https://raw.githubusercontent.com/yburda/iwae/master/datasets/OMNIGLOT/"],
            parts: matrices.map { Part(split: $0, kind: $1, file: file, content: .matlab($2)) })
    }()

    private static func unpacked(trainImages: String, trainLabels: String, testImages: String, testLabels: String)
        -> [Part]
    {
        func part(_ split: Split, _ kind: Kind, _ name: String, _ size: Int, _ sha256: String) -> Part {
            let file = RemoteFile(name: name, size: size, sha256: sha256, form: .unpacked)
            return Part(split: split, kind: kind, file: file, content: .idx)
        }
        return [
            part(.train, .images, "train-images-idx3-ubyte", 47_040_016, trainImages),
            part(.train, .labels, "train-labels-idx1-ubyte", 60008, trainLabels),
            part(.test, .images, "t10k-images-idx3-ubyte", 7_840_016, testImages),
            part(.test, .labels, "t10k-labels-idx1-ubyte", 10008, testLabels),
        ]
    }

    private static func packed(_ split: Split, _ kind: Kind, _ size: Int, _ sha256: String) -> Part {
        let stem = split == .test ? "t10k" : "train"
        let name = stem + (kind == .images ? "-images-idx3-ubyte.gz" : "-labels-idx1-ubyte.gz")
        let file = RemoteFile(name: name, size: size, sha256: sha256, form: .stored)
        return Part(split: split, kind: kind, file: file, content: .idx)
    }

    private static func text(_ split: Split, _ size: Int, _ sha256: String) -> Part {
        let name = "binarized_mnist_\(split.rawValue).amat"
        let file = RemoteFile(name: name, size: size, sha256: sha256, form: .stored)
        return Part(split: split, kind: .images, file: file, content: .binaryText(side: 28))
    }
}
