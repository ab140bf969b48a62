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

    private static let models: [String] = [
        "x.idx --preset conv-beta", "x.idx --preset mlp-binary", "x.idx --preset conv-keras",
        "x.idx --preset mlp-adamw",
        "x.idx " + EveryLayer.options, "color.idx --channels 6,8 --norm batch --activation silu",
        "color.idx --hidden 16 --labels l.idx", "color.idx --channels 6 --labels l.idx", "x.idx --model ae --hidden 16",
        "color.idx --encoder 'conv 4 stride 2, maxpool 5, conv 6 kernel 1, elu' --decoder 'conv 8 kernel 1, relu, "
            + "upsample 5, convt 3 stride 2 output-padding 1x0'",
        "rows.idx --hidden 16 --objective 'factor hidden 4'",
        "rows.idx --hidden 16 --scale standard --recon gaussian --sigma learned",
        "color.idx --channels 6 --scale 'minmax all' --recon mse --labels l.idx",
        "x.idx --hidden 16 --scale none --recon mse --lr 1e-4",
        "rows.idx --hidden 16 --recon negative-binomial", "color.idx --channels 6 --recon poisson --labels l.idx",
    ]

    /// What `vae-info --pytorch` prints, against what the commands make of the same images and latents.
    private static let agreement = #"""
        from model import load
        import torch

        def stream(path):
            data = open(path, "rb").read()
            sizes = [int.from_bytes(data[4 + 4 * n:8 + 4 * n], "big") for n in range(data[3])]
            body = data[4 + 4 * data[3]:]
            numbers = torch.tensor(list(body)) if data[2] == 8 else torch.frombuffer(
                bytearray(body), dtype=torch.int32).numpy().byteswap().view("f4")
            return torch.as_tensor(numbers).reshape(sizes)

        def images(path):
            pixels = stream(path)
            return pixels.movedim(3, 1) if pixels.dim() == 4 else pixels[:, None] if pixels.dim() == 3 else pixels

        def columns(path, prefix):
            head, *rows = [line.rstrip("\n").split("\t") for line in open(path)]
            places = [at for at, name in enumerate(head) if name.startswith(prefix) and name[len(prefix):].isdigit()]
            return torch.tensor([[float(row[at]) for at in places] for row in rows])

        def close(got, expected):
            torch.testing.assert_close(got.detach(), expected, rtol=1e-5, atol=1e-5)

        model, x = load("m"), images("images") / unit
        """#

    private func expectAgreement(_ fit: String, _ apply: String, python: String) throws {
        let script = """
            set -e
            idx-synth digits -n 40 --labels l.idx -o x.idx
            pixels() { tail -c +17 x.idx; }
            { printf '\\0\\0\\10\\4\\0\\0\\0\\50\\0\\0\\0\\12\\0\\0\\0\\11\\0\\0\\0\\3'; pixels | head -c 10800; } >color.idx
            { printf '\\0\\0\\10\\2\\0\\0\\0\\50\\0\\0\\0\\74'; pixels | head -c 2400; } >rows.idx
            set -- \(fit)
            cp $1 images
            \(apply)
            vae-info --pytorch m >model.py
            python3 - <<'END'
            unit = \(["--scale", "poisson", "binomial"].contains { fit.contains($0) } ? 1 : 255)
            \(Self.agreement)
            \(python)
            END
            """
        let outcome = try Shell.run(script, in: TemporaryFolder(), limit: 120)
        #expect(outcome.code == 0, "\(fit)\n\(outcome.standardError)")
    }

    @Test(.enabled(if: isThere, "python3 has no torch and safetensors"), arguments: models)
    func autoencodersAgree(fit: String) throws {
        let told = fit.contains("--labels") ? "--labels l.idx" : ""
        let moments = fit.contains("--model ae") ? ["z"] : ["mu", "logvar"]
        let label = told.isEmpty ? "" : ", stream(\"l.idx\").long()"
        let rate = fit.contains("--lr") ? "" : "--lr 0.01"
        try expectAgreement(
            fit,
            """
            vae-fit -q --steps 4 \(rate) --batch 8 -o m "$@"
            vae-encode m \(told) \(moments.count > 1 ? "--logvar" : "") images >e.tsv
            vae-encode m \(told) images >z.tsv
            vae-decode m z.tsv --type f32 -o d.idx
            """,
            python: """
                got = model.encode(x\(label))
                for name, value in zip(\(moments), got if isinstance(got, tuple) else [got]):
                    close(value, columns("e.tsv", name))
                close(model.decode(columns("z.tsv", "z")\(label)), images("d.idx"))
                assert model(x\(label)).shape == x.shape
                """)
    }

    @Test(
        .enabled(if: isThere, "python3 has no torch and safetensors"),
        arguments: ["x.idx", "color.idx --network 'conv 4 stride 2, relu'", "rows.idx"])
    func classifiersAgree(fit: String) throws {
        try expectAgreement(
            fit,
            "clf-fit -q --steps 4 --lr 0.01 --batch 8 --labels l.idx -o m \"$@\"; clf-eval m --per-item images >p.tsv",
            python: "close(model(x).softmax(1), columns(\"p.tsv\", \"p\"))")
    }

    /// The lines of `vae-info.1`.
    @Test(.enabled(if: isThere, "python3 has no torch and safetensors")) func pageOfInfoRuns() throws {
        let page = try #require(File.text("\(Package.root)/man/vae-info.1"))
        let blocks = try PastedText(page: page).blocks
        let script = """
            set -e; PATH=$FIXTURES/stand-ins:$PATH
            mnist-fetch | vae-fit -q --steps 2 -o m.ckpt
            \(blocks[blocks.count - 2].text)
            python3 - <<'END'
            \(blocks[blocks.count - 1].text)
            assert mean.shape == logvar.shape == (10, 2)
            END
            """
        let outcome = try Shell.run(script, in: TemporaryFolder())
        #expect(blocks[blocks.count - 1].isPython && outcome.code == 0, "\(outcome.standardError)")
    }
}
