import TestSupport
import Testing

/// The lines of `vaeutils-checkpoint.5` that load a checkpoint in PyTorch, and what the models there make of an image.
@Suite struct PyTorchTests {
    private static let isThere: Bool = {
        let probe = try? Shell.run("python3 -c 'import torch, safetensors'", in: TemporaryFolder())
        return probe?.code == 0
    }()

    /// What the commands print of the same models, to hold the modules of the page against.
    private static let comparison = #"""
        from struct import unpack

        def ours(path, count):
            return torch.tensor(unpack(f">{count}f", open(path, "rb").read()[-4 * count:]))

        image = torch.tensor(list(open("x.idx", "rb").read()[16:])) / 255
        latent = torch.tensor([float(cell) for cell in open("z.tsv").read().split()[1:]])
        mean = model.mean(model.encoder(image.reshape(1, 1, 28, 28)))
        for theirs, expected in [
            (images, ours("m.idx", 784)), (dense_images, ours("dense.idx", 784)), (mean, latent)
        ]:
            torch.testing.assert_close(theirs.detach().flatten(), expected, rtol=1e-4, atol=1e-5)
        """#

    @Test(.enabled(if: isThere, "python3 has no torch and safetensors")) func pageLoadsAndAgrees() throws {
        let page = try #require(File.text("\(Package.root)/man/vaeutils-checkpoint.5"))
        let blocks = try PastedText(page: page).blocks
        let python = blocks.filter(\.isPython).map(\.text) + [Self.comparison]
        let script = """
            set -e; PATH=$FIXTURES/stand-ins:$PATH
            \(blocks.filter { !$0.isPython }.map(\.text).joined(separator: "\n"))
            for model in m dense; do z-grid --steps 1 | vae-decode --type f32 $model.ckpt >$model.idx; done
            idx-cat --take 1 t10k-images-idx3-ubyte >x.idx; vae-encode --no-header m.ckpt x.idx >z.tsv
            python3 - <<'END'
            \(python.joined(separator: "\n\n"))
            END
            """
        let outcome = try Shell.run(script, in: TemporaryFolder())
        #expect(outcome.code == 0, "\(outcome.standardError)")
    }
}
