// swift-tools-version: 6.0
import Glibc
import PackageDescription

// `make fuzz` builds everything anew, in a folder of its own, for libFuzzer and the address sanitizer.
let isFuzzing = Context.environment["VAEUTILS_FUZZ"] != nil
let instruments: [SwiftSetting] = isFuzzing ? [.unsafeFlags(["-sanitize=fuzzer,address"])] : []
// The processor the kernels are compiled for: this machine's, or VAEUTILS_MARCH for a portable build (x86-64-v3, x86-64 …).
let march = Context.environment["VAEUTILS_MARCH"] ?? "native"
let isFused = !["x86-64", "x86-64-v2"].contains(march)
// AVX-512 has 32 vector registers of 16 floats; what comes before it has 16 of half the size, or less.
let hasWideRegisters = march == "native" ? processorHas("avx512f") : march.hasSuffix("-v4") || march.contains("avx512")
let settings: [SwiftSetting] =
    [
        .unsafeFlags(["-Xcc", "-march=\(march)"])
    ] + (isFused ? [] : [.define("NO_FMA")]) + (hasWideRegisters ? [] : [.define("NARROW_REGISTERS")]) + instruments
// Threads are the system's, and no text is matched: neither library is to be loaded.
let withoutImports: [SwiftSetting] = [
    .unsafeFlags(
        ["string-processing", "concurrency"].flatMap { ["-Xfrontend", "-disable-implicit-\($0)-module-import"] })
]
// The commands' own form of Swift's runtime, where `make` has built it, is in the build folder, and beside an installed or
// a portable command. It stands for the library of this name; the others that it holds are not linked.
let isPortable = Context.environment["VAEUTILS_KERNELS"] != nil
let runtime = Context.environment["VAEUTILS_RUNTIME"].map { path in
    ["--strip-debug", "-rpath=$ORIGIN/../lib/vaeutils"] + (isPortable ? [] : ["-rpath=$ORIGIN/../../runtime"])
        + ["--remap-inputs=*/libswiftCore.so=\(path)"]
        + ["Synchronization", "Glibc", "_Builtin_float"].map { "--remap-inputs=*/libswift\($0).so=/dev/null" }
}
// Where `make portable` has built the kernels once for each kind of processor, a command is linked with those libraries in
// the place of the same modules' objects; the loader chooses between their forms when the command starts.
let kernels: [String] =
    Context.environment["VAEUTILS_KERNELS"].map { folder in
        [
            "vaekit": ["TensorStreams", "Threads", "CClosures", "VAEKit"], "embedding": ["LinearAlgebra", "Embedding"],
        ].flatMap { library, modules in
            modules.map { "--remap-inputs=*/\($0).build/*=/dev/null" } + [
                "--as-needed", "\(folder)/libvaeutils-\(library).so",
            ]
        }
    } ?? []
let linking: [LinkerSetting] =
    runtime.map { options in
        let flags = (options + kernels).flatMap { ["-Xlinker", $0] }
        return [.unsafeFlags(["-use-ld=lld", "-no-toolchain-stdlib-rpath"] + flags)]
    } ?? []

/// Whether this machine's processor names the feature.
func processorHas(_ feature: String) -> Bool {
    guard let file = fopen("/proc/cpuinfo", "r") else { return false }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 1 << 14)
    while fgets(&line, Int32(line.count), file) != nil {
        guard strncmp(line, "flags", 5) == 0 else { continue }
        return strstr(line, " \(feature) ") != nil
    }
    return false
}

func systemLibrary(_ name: String, _ debianPackage: String, pkgConfig: String? = nil) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([debianPackage])])
}

func library(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings + withoutImports)
}

func command(_ name: String, _ libraries: [Target.Dependency] = []) -> Target {
    .executableTarget(
        name: name, dependencies: ["CommandSupport", "TensorStreams"] + libraries,
        swiftSettings: settings + withoutImports + [.unsafeFlags(["-parse-as-library"])], linkerSettings: linking)
}

let fuzzing: [Target] =
    isFuzzing
    ? [
        .executableTarget(
            name: "fuzz-readers", dependencies: ["FuzzReaders"], path: "Tests/Fuzz/Driver",
            swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])],
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])])
    ] : []

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: settings)
}

let package = Package(
    name: "vaeutils",
    targets: [
        systemLibrary("CZlib", "zlib1g-dev", pkgConfig: "zlib"),
        systemLibrary("COpenBLAS", "libopenblas-dev", pkgConfig: "openblas"),
        systemLibrary("CPNG", "libpng-dev", pkgConfig: "libpng"),
        systemLibrary("CGIF", "libgif-dev"),
        systemLibrary("CJPEG", "libjpeg-dev", pkgConfig: "libjpeg"),
        systemLibrary("CTIFF", "libtiff-dev", pkgConfig: "libtiff-4"),
        systemLibrary("CWebP", "libwebp-dev", pkgConfig: "libwebpdemux"),
        systemLibrary("CCairo", "libcairo2-dev", pkgConfig: "cairo"),
        systemLibrary("CCurl", "libcurl4-openssl-dev", pkgConfig: "libcurl"),
        systemLibrary("CCrypto", "libssl-dev", pkgConfig: "libcrypto"),

        library("TensorStreams", ["CZlib"]),
        command("idx-cat"),
        command("idx-info"),
        command("idx-binarize"),
        command("idx2npy"),
        command("npy2idx"),
        command("idx2tsv"),
        command("tsv2idx"),
        tests("TensorStreamsTests", ["TensorStreams", "TestSupport"]),
        library("Datasets", ["TensorStreams", "CCurl", "CCrypto", "CZlib"]),
        library("Synthesis", ["TensorStreams"]),
        .systemLibrary(name: "CVectors"),
        .target(name: "CClosures"),
        library("Threads", ["TensorStreams", "CClosures"]),
        tests("ThreadsTests", ["Threads", "TestSupport"]),
        library("VAEKit", ["TensorStreams", "Threads", "CVectors"]),
        tests("VAEKitTests", ["VAEKit", "TensorStreams", "Threads", "TestSupport"]),
        .systemLibrary(name: "CMessagePassing"),
        library("MessagePassing", ["CMessagePassing", "Threads"]),
        tests("MessagePassingTests", ["MessagePassing", "TestSupport", "Threads"]),
        library("CommandSupport", ["MessagePassing", "TensorStreams", "Threads"]),
        library("Densities", ["TensorStreams", "Threads"]),
        tests("DensitiesTests", ["Densities", "Embedding", "TensorStreams", "TestSupport", "Threads"]),
        library("Latents", ["CommandSupport", "Densities", "TensorStreams", "VAEKit"]),

        command("mnist-fetch", ["Datasets"]),
        command("idx-synth", ["Synthesis"]),
        library("ModelSupport", ["CommandSupport", "TensorStreams", "Threads", "VAEKit"]),
        library("FitSupport", ["CommandSupport", "ModelSupport", "TensorStreams", "Threads", "VAEKit"]),
        command("vae-fit", ["VAEKit", "ModelSupport", "FitSupport", "Threads"]),
        command("vae-encode", ["VAEKit", "ModelSupport", "Threads"]),
        command("vae-decode", ["VAEKit", "ModelSupport", "Threads", "Latents"]),
        command("vae-eval", ["VAEKit", "ModelSupport"]),
        command("vae-import", ["ONNX", "VAEKit"]),
        library("PyTorchModules", ["VAEKit"]),
        tests("PyTorchModulesTests", ["PyTorchModules", "VAEKit"]),
        command("vae-info", ["PyTorchModules", "VAEKit"]),
        library("ONNX", ["Protobuf", "TensorStreams", "VAEKit"]),
        command("vae-onnx", ["ONNX", "ModelSupport", "VAEKit"]),
        tests("ONNXTests", ["ONNX", "Protobuf", "TensorStreams", "TestSupport", "VAEKit"]),
        command("clf-fit", ["VAEKit", "ModelSupport", "FitSupport", "Threads"]),
        command("clf-eval", ["VAEKit", "ModelSupport", "Threads"]),
        command("vae-bench", ["VAEKit", "ModelSupport", "Threads", "Synthesis", "CZlib"]),
        library("LinearAlgebra", ["TensorStreams", "COpenBLAS"]),
        library("SampleQuality", ["LinearAlgebra", "COpenBLAS"]),
        command("idx-fid", ["SampleQuality", "LinearAlgebra", "VAEKit", "ModelSupport", "Threads"]),
        tests("LinearAlgebraTests", ["LinearAlgebra"]),
        tests("SampleQualityTests", ["SampleQuality", "LinearAlgebra", "TensorStreams", "TestSupport"]),
        library("Embedding", ["CVectors", "LinearAlgebra", "TensorStreams", "Threads", "COpenBLAS"]),
        library("MapSupport", ["CommandSupport", "Embedding", "TensorStreams", "Threads"]),
        command("tsne", ["Embedding", "LinearAlgebra", "MapSupport", "Threads"]),
        command("pca", ["Embedding", "LinearAlgebra"]),
        command("knn", ["Embedding", "LinearAlgebra", "MapSupport", "Threads"]),
        command("kmeans", ["Embedding", "LinearAlgebra", "Threads"]),
        command("umap", ["Embedding", "LinearAlgebra", "MapSupport", "Threads"]),
        command("z-fit", ["Densities", "Embedding", "Latents", "LinearAlgebra", "Threads", "VAEKit"]),
        command("z-density", ["Densities", "Embedding", "LinearAlgebra", "Threads", "VAEKit"]),
        tests("EmbeddingTests", ["Embedding", "TensorStreams", "TestSupport", "Threads"]),
        library("Ranking", []),
        command("roc", ["Ranking"]),
        tests("RankingTests", ["Ranking", "TensorStreams", "TestSupport"]),
        library("Disentanglement", ["Densities", "TensorStreams", "Threads"]),
        command("z-measure", ["Disentanglement", "Latents", "Threads"]),
        tests("DisentanglementTests", ["Disentanglement", "TensorStreams", "Threads", "TestSupport"]),
        command("z-sample", ["Densities", "Latents", "ModelSupport", "Threads", "VAEKit"]),
        command("z-grid", ["Latents"]),
        command("z-lerp", ["Latents"]),
        command("z-sweep", ["Latents"]),

        .target(name: "CPNGDecoding", dependencies: ["CPNG"]),
        library("Drawing", ["TensorStreams", "CPNG", "CPNGDecoding", "CGIF"]),
        library("Charts", ["Drawing", "Lettering", "TensorStreams", "CCairo"]),
        library("Lettering", ["Drawing", "CCairo"]),
        command("grid2png", ["Drawing", "Lettering"]),
        command("frames2gif", ["Drawing", "Lettering"]),
        command("plot", ["Charts", "Drawing"]),
        .target(name: "CJPEGDecoding", dependencies: ["CJPEG"]),
        .target(name: "CTIFFDecoding", dependencies: ["CTIFF"]),
        .target(name: "CWebPDecoding", dependencies: ["CWebP"]),
        library("Photographs", ["Drawing", "TensorStreams", "CJPEGDecoding", "CTIFFDecoding", "CWebPDecoding"]),
        command("img2idx", ["Photographs", "Threads"]),
        tests("DrawingTests", ["Drawing", "CGIF", "CPNG", "TestSupport"]),
        tests("LetteringTests", ["Lettering", "Drawing"]),
        tests("PhotographsTests", ["Photographs", "Drawing", "TensorStreams", "TestSupport"]),
        tests("ChartsTests", ["Charts", "Drawing", "TestSupport"]),

        library("Protobuf", []),
        tests("ProtobufTests", ["Protobuf"]),
        library("EventFiles", ["Protobuf", "TensorStreams"]),
        command("tsv2tb", ["EventFiles"]),
        tests("EventFilesTests", ["EventFiles", "Protobuf", "TensorStreams", "TestSupport"]),

        .target(
            name: "TestSupport", dependencies: ["CZlib", "TensorStreams", "Threads"], path: "Tests/TestSupport",
            swiftSettings: settings),
        tests("DatasetsTests", ["Datasets", "TensorStreams", "TestSupport"]),
        tests("SynthesisTests", ["Synthesis"]),
        tests("CommandSupportTests", ["CommandSupport"]),
        tests("LatentsTests", ["Latents", "TensorStreams", "TestSupport"]),
        tests("CommandTests", ["CommandSupport", "TestSupport"], exclude: ["Cases"]),

        .target(
            name: "FuzzReaders",
            dependencies: [
                "CommandSupport", "Densities", "Drawing", "ONNX", "Photographs", "TensorStreams", "TestSupport",
                "Threads",
                "VAEKit",
            ],
            path: "Tests/Fuzz/Readers", swiftSettings: settings),
        tests("FuzzTests", ["FuzzReaders", "TestSupport"]),
    ] + fuzzing,
    swiftLanguageModes: [.v6]
)
