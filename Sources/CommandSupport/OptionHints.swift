/// What a user of other tools may mean by an option that a command does not have.
package enum OptionHints {
    /// Our options, each with what other programs call the same. Where a command has several that a name stands for, the
    /// first is meant.
    package static let synonyms: [(option: String, names: String)] = [
        ("output", "out out-file outfile output-file output-path output-dir out-dir save save-path to"),
        ("quiet", "silent no-progress"),
        ("count", "n-samples num-samples samples number num n"),
        ("seed", "random-seed random-state manual-seed rng"),
        ("threads", "jobs n-jobs workers num-workers num-threads n-threads nthreads cores cpus processes"),
        ("levels", "class-names label-names category-names categories vocabulary"),
        ("labels", "label targets target classes label-file"),

        (
            "latent",
            "z-dim zdim latent-dim latent-dims latent-size latents n-latent nz code-size embedding-dim bottleneck dim"
        ),
        ("hidden", "hidden-dim hidden-dims hidden-size hidden-sizes hidden-units hidden-layers units layers"),
        ("channels", "filters num-filters conv-channels hidden-channels"),
        ("norm", "batch-norm batchnorm bn normalization"),
        ("activation", "act act-fn nonlinearity"),
        ("recon", "recon-loss reconstruction-loss reconstruction loss loss-fn criterion likelihood"),
        ("beta", "kl-weight kld-weight kl-coef kl-beta kl lambda"),
        ("beta-warmup", "kl-warmup kl-anneal kl-annealing annealing warmup warmup-epochs"),
        ("network", "model arch architecture layers hidden encoder"),
        ("preset", "arch architecture config"),

        ("lr", "learning-rate learningrate rate"),
        ("lr-factor", "lr-mult lr-multiplier param-groups freeze frozen layer-lr"),
        ("batch", "b batch-size batchsize bs minibatch mini-batch train-batch-size"),
        ("epochs", "e num-epochs n-epochs nepochs max-epochs num-train-epochs epoch"),
        ("steps", "num-steps n-steps max-steps iterations max-iter n-iter niter points"),
        ("iterations", "n-iter niter max-iter num-iterations iters steps epochs"),
        ("optimizer", "optim opt optimiser solver"),
        ("lr-schedule", "lr-scheduler scheduler schedule lr-scheduler-type learning-rate-schedule"),
        ("lr-step", "lr-step-size step-size lr-decay-epochs"),
        ("lr-gamma", "gamma lr-decay lr-decay-rate decay-rate"),
        ("lr-warmup", "warmup-steps num-warmup-steps lr-warmup-steps"),
        ("average", "ema ema-decay swa polyak"),
        ("redraw", "dynamic-binarization dynamic-binarisation"),
        ("weight-decay", "wd decay l2"),
        ("clip-norm", "clip grad-clip clip-grad clip-grad-norm gradient-clip-val max-grad-norm"),
        ("init", "initializer initialization weight-init"),
        ("stream", "streaming online"),

        (
            "validation",
            "val valid val-file val-data validation-data validation-file dev eval-data test val-split validation-split"
        ),
        ("validation-labels", "val-labels valid-labels"),
        ("patience", "early-stopping early-stop early-stopping-patience"),
        ("keep-best", "save-best save-best-only best checkpoint-best"),
        ("log", "log-file logfile log-path history csv-log logx logy loglog log-scale xscale yscale"),
        ("log-every", "log-interval log-freq logging-steps print-freq print-every"),
        ("save-every", "save-interval save-freq save-steps checkpoint-every checkpoint-interval"),
        ("keep", "save-dir checkpoint-dir ckpt-dir checkpoints"),
        ("resume", "resume-from resume-from-checkpoint restore continue load checkpoint"),
        ("init-from", "pretrained finetune fine-tune load-weights weights warm-start"),

        ("per-item", "per-image per-sample per-example"),
        ("per-coordinate", "per-latent per-dim per-dimension active-units"),
        ("confusion", "confusion-matrix"),
        ("features", "embeddings embedding classifier"),
        ("logvar", "log-var log-variance variance std"),
        ("sample", "stochastic sampled"),
        ("type", "dtype format"),
        ("for", "model checkpoint ckpt"),
        ("components", "n-components num-components pcs dims dimensions"),
        ("neighbors", "n-neighbors n-neighbours num-neighbors neighbours nn perplexity"),
        ("clusters", "n-clusters num-clusters n-components components"),
        ("centers", "centres centroids"),
        ("restarts", "n-init starts inits tries"),
        ("min-dist", "min-distance mindist"),
        ("dims", "n-components components dimensions dim"),
        ("floor", "reg-covar regularization reg"),
        ("exaggeration", "early-exaggeration"),
        ("theta", "angle"),

        ("separator", "sep delimiter delim fs comma semicolon tab"),
        ("missing", "na fillna dropna impute imputation"),
        ("missing-words", "na-values null-values na-strings"),
        ("one-hot", "onehot dummies get-dummies categorical"),
        ("decimal-comma", "decimal dec"),
        ("columns", "usecols fields"),
        ("take", "n limit head first max-items n-items num count"),
        ("skip", "offset start tail drop"),
        ("only", "class classes filter select digits"),
        ("ids", "id indices index items rows"),
        ("shuffle", "shuf random randomize permute"),
        ("repeat", "times passes epochs"),
        ("bernoulli", "stochastic sample dynamic"),
        ("split", "subset part partition set test train"),
        ("directory", "dir data-dir root download-dir dest"),
        ("mirror", "url source base-url"),
        ("size", "resize image-size img-size width height resolution figsize"),
        ("crop", "center-crop centre-crop"),
        ("grey", "gray grayscale greyscale"),
        ("skip-broken", "ignore-errors skip-errors skip-bad"),
        ("files-from", "file-list list from-file"),
        ("null", "print0 null-data zero"),

        ("columns", "rows nrow cols ncol ncols n-columns per-row"),
        ("pad", "padding border spacing gap margin"),
        ("scale", "zoom magnify upscale dpi scaler scaling standardize standardise normalize normalise preprocessing"),
        ("background", "bg pad-value bgcolor background-color"),
        ("names", "captions titles legend series"),
        ("delay", "duration interval frame-delay fps"),
        ("loop", "loops cyclic closed"),
        ("y", "columns ycol"),
        ("by", "hue color colour group group-by label labels"),
        ("bins", "nbins n-bins buckets"),
        ("smooth", "smoothing window rolling"),
        ("format", "filetype file-type ext"),
        ("panels", "subplots facet facets"),
        ("share", "sharex sharey share-x share-y"),
        ("equal", "aspect axis-equal"),
        ("x-range", "xlim x-lim xlimits x-limits xrange xmin xmax x-min x-max range limits"),
        ("y-range", "ylim y-lim ylimits y-limits yrange ymin ymax y-min y-max"),
        ("x-label", "xlabel"),
        ("y-label", "ylabel"),
        ("point-size", "marker-size markersize"),
        ("opacity", "alpha transparency"),
        ("seconds", "time duration"),
    ]

    /// What is done without an option, and by which commands.
    private static let advice: [(names: String, isOf: @Sendable (Command) -> Bool, text: String)] = [
        ("learning-rate lr", { $0.has("perplexity") }, "the rate follows from the number of rows"),
        (
            "range slice interval", { $0.has("skip") && $0.has("take") },
            "--skip passes over the first items, and --take ends after so many"
        ),
        (
            "gpu gpus cuda no-cuda device devices accelerator", { $0.has("threads") },
            "the processor computes everything, with --threads threads"
        ),
        ("verbose debug", { $0.has("quiet") }, "progress and notes are there unless -q silences them"),
        (
            "model checkpoint ckpt weights load", { $0.operands.usage.first == "CKPT" },
            "the checkpoint is the first operand"
        ),
        (
            "input input-file infile in data dataset data-path train data-file images image file files",
            { $0.operands.takesFiles }, "the file to read is an operand, without an option"
        ),
    ]

    /// What follows "unknown option" in a message: the option that is meant or is spelt nearly so, or what to do instead.
    static func hint(for name: String, in command: Command) -> String {
        meaning(of: name, in: command) ?? suggestion(for: name, among: command.allOptions.map(\.name), prefix: "--")
    }

    /// The same, by the meaning of the name alone.
    static func meaning(of name: String, in command: Command) -> String? {
        let word = String(name.lowercased().map { $0 == "_" ? "-" : $0 })
        if let meant = option(meantBy: word, in: command) { return "; did you mean --\(meant)?" }
        return advice.first { $0.isOf(command) && lists($0.names, word) }.map { "; " + $0.text }
    }

    /// The same, of a letter behind a single dash.
    static func hint(forLetter letter: Character, in command: Command) -> String {
        guard let meant = option(meantBy: String(letter), in: command) else { return "" }
        return "; did you mean --\(meant), which has no short form?"
    }

    private static func option(meantBy word: String, in command: Command) -> String? {
        synonyms.first { command.has($0.option) && lists($0.names, word) }?.option
    }

    private static func lists(_ names: String, _ word: String) -> Bool {
        names.split(separator: " ").contains { $0 == word }
    }
}

extension Command {
    /// Whether the command has an option of this name.
    fileprivate func has(_ option: String) -> Bool { allOptions.contains { $0.name == option } }
}
