import TestSupport
import Testing

/// What ONNX Runtime, the reference evaluator of onnx and OpenCV make of vae-onnx's files, and what the commands make of the
/// same images, latents and codes.
@Suite struct ONNXTests {
    private static let isThere: Bool = {
        let probe = try? Shell.run("python3 -c 'import numpy, onnx, onnxruntime'", in: TemporaryFolder())
        return probe?.code == 0
    }()

    private static let everyLayer = "images x.idx " + EveryLayer.options

    private static let models: [String] = [
        "images x.idx --preset conv-beta", "images x.idx --preset mlp-binary", "images x.idx --preset conv-keras",
        "images x.idx --preset mlp-adamw", "faces; images faces.idx --preset conv-face", everyLayer,
        "images color.idx --channels 6,8 --activation silu", "images color.idx --hidden 16 --activation elu",
        "images rows.idx --hidden 16", "images rows.idx --hidden 16 --scale standard --recon gaussian --sigma learned",
        "images color.idx --channels 6 --scale minmax --recon mse --labels l.idx",
        "images x.idx --hidden 16 --scale 'standard all' --recon gaussian",
        "images rows.idx --hidden 16 --recon negative-binomial",
        "images color.idx --channels 6 --recon poisson --labels l.idx",
        "images color.idx --encoder 'conv 4 stride 2, maxpool 5, conv 6 kernel 1, relu' --decoder 'conv 8 kernel 1, relu, "
            + "upsample 5, convt 3 stride 2 output-padding 1x0'",
        "images color.idx --channels 6 --labels l.idx", "images color.idx --hidden 16 --labels l.idx",
        "images color.idx --channels 4 --threshold 50 --labels l.idx",
        "moments= images x.idx --model ae --hidden 16", "images x.idx --heads tanh --hidden 16",
        "moments= images x.idx --posterior 'flow planar 3' --latent 4 --hidden 16",
        "images x.idx --prior 'vamp 3' --hidden 8",
        "levels=3 images x.idx --latent 6,4,3 --hidden 16/8/8",
        "levels=3 images x.idx --latent 6,4,3 --hidden 16/8/8 --inference ladder --labels l.idx",
        "codes x.idx --latent-kind 'codes 16 width 8' --channels 8,8",
        "codes x.idx --latent-kind 'codes 16 width 8 residual 3' --channels 8,8",
        "codes x.idx --latent-kind 'codes 300 width 4 residual 2' --latent 5 --hidden 16",
        "codes color.idx --latent-kind 'fsq 8,5,4' --channels 8",
        "codes rows.idx --latent-kind 'fsq 7,6' --latent 5 --hidden 16",
        "codes rows.idx --latent-kind 'fsq 7,6' --latent 5 --hidden 16 --scale standard --recon gaussian",
        "codes color.idx --latent-kind 'codes 16 width 8' --channels 8 --scale 'minmax all' --recon mse",
        "classes x.idx", "classes color.idx --network 'conv 4 stride 2, relu'", "classes rows.idx",
    ]

    @Test(.enabled(if: isThere, "python3 has no numpy, onnx and onnxruntime"), arguments: models)
    func runtimesAgree(model: String) throws { try expectAgreement(model) }

    @Test(.enabled(if: isThere, "python3 has no numpy, onnx and onnxruntime"), arguments: 14...28)
    func everyVersionOfTheOperatorsAgrees(opset: Int) throws {
        let models = [Self.everyLayer, "codes x.idx --latent-kind 'fsq 8,5,4' --channels 8"]
        try expectAgreement("opset=\(opset)\n" + models.joined(separator: "\n"))
    }

    /// Images as numbers within [0, 1], with a threshold and without.
    @Test(.enabled(if: isThere, "python3 has no numpy, onnx and onnxruntime")) func imagesAsNumbersAgree() throws {
        try expectAgreement(
            """
            for option in '' '--threshold 50'; do
                vae-fit -q --steps 4 --hidden 8 $option -o m x.idx
                idx2npy x.idx -o x.npy
                python3 -c 'import numpy; numpy.save("n.npy", numpy.load("x.npy") / numpy.float32(255))'
                npy2idx n.npy -o numbers.idx
                vae-encode m --logvar numbers.idx >e.tsv
                vae-onnx --part encoder --input f32 m -o e.onnx
                agree e.onnx images=numbers.idx mean=e.tsv:mu logvar=e.tsv:logvar
            done
            """)
    }

    /// The lines of the page, those for OpenCV where it is there.
    @Test(.enabled(if: isThere, "python3 has no numpy, onnx and onnxruntime")) func pageRuns() throws {
        let page = try #require(File.text("\(Package.root)/man/vae-onnx.1"))
        let blocks = try PastedText(page: page).blocks
        let script = """
            set -e; PATH=$FIXTURES/stand-ins:$PATH
            \(blocks.filter { !$0.isPython }.map(\.text).joined(separator: "\n"))
            python3 - <<'END'
            \(blocks[1].text)
            try:
                import cv2
                ours = mean
            \(blocks[2].lines.map { "    " + $0 }.joined(separator: "\n"))
                assert abs(mean - ours).max() < 1e-5
            except ImportError:
                pass
            assert seen.shape == images.shape
            END
            """
        let outcome = try Shell.run(script, in: TemporaryFolder())
        #expect(blocks.count == 3 && outcome.code == 0, "\(outcome.standardError)")
    }

    private func expectAgreement(_ script: String) throws {
        let outcome = try Shell.run(". \"$FIXTURES\"/onnx.sh\n\(script)", in: TemporaryFolder(), limit: 300)
        #expect(outcome.code == 0, "\(script)\n\(outcome.text)\(outcome.standardError)")
        #expect(outcome.standardError.contains("onnxruntime\t"))
    }
}
