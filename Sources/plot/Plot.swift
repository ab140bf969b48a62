import Charts
import CommandSupport

@main
enum Plot {
    static func main() {
        Command(
            name: "plot", summary: "Draw tables as scatter plots, line charts or histograms.",
            operands: .optional("scatter|line|hist") + .many("FILE"),
            options: PlotOptions.general,
            groups: [
                OptionGroup("Axes and panels", PlotOptions.axes),
                OptionGroup("Appearance", PlotOptions.appearance),
            ],
            details: """
                Dots are coloured by the label column where there is one. Several files are drawn in one chart with a \
                legend, or in panels. Without -o, a terminal shows the chart as text, a pipe or file gets a PNG.
                """,
            examples: [
                ("vae-encode m.ckpt --labels labels.gz < images.gz | plot > map.png", "a latent plane, by digit"),
                ("plot line -y loss,recon,kl train.tsv", "a training log, on the terminal"),
                ("plot line -y loss ae.tsv vae.tsv -o loss.svg", "the losses of two models"),
                ("plot --panels ae.tsv vae.tsv > maps.png", "two latent planes side by side"),
                ("vae-eval --per-item m.ckpt < images.gz | plot hist -x loss -o loss.pdf", "how losses are spread"),
            ]
        ).run { try PlotRun($0).run() }
    }
}
