import CommandSupport
import Photographs
import TensorStreams
import Threads

@main enum Img2Idx {
    static let grey = Option.flag("grey", help: "write grey images instead of RGB")
    static let skipBroken = Option.flag("skip-broken", help: "pass over files that cannot be read, with a note of each")

    static func main() {
        Command(
            name: "img2idx",
            summary: "Make a stream of small images out of photographs: \(PictureFormat.list).",
            operands: .many("FILE"),
            options: [
                SizeOptions.size, SizeOptions.crop, grey, PathSource.filesFrom, PathSource.null, skipBroken,
                FileRecords.labels, FileRecords.levels, FileRecords.names, StandardOptions.threads,
                StandardOptions.quiet, StandardOptions.output,
            ],
            details: """
                A FILE that is a folder stands for all the pictures in it, sorted by name; '-', and no FILE \
                at all, for the names on standard input. Images come in the order in which files are named.
                """,
            examples: [
                ("img2idx --crop 148 img_align_celeba > faces.idx", "faces of 64×64 pixels, from a folder"),
                (
                    "img2idx --labels y.idx --levels classes.tsv pictures > x.idx",
                    "a folder for each class, in the folder pictures"
                ),
                ("find . -name '*.jpg' -print0 | img2idx -0 --grey --size 28 > grey.idx", "files that find chooses"),
            ]
        ).run(convert)
    }

    static func convert(_ arguments: Arguments) throws {
        var paths = try PathSource(arguments)
        let output = arguments[StandardOptions.output]
        try Terminal.refuseBinaryOutput(to: output)
        let reader = PhotographReader(
            size: SizeOptions.pictureSize(SizeOptions.size, arguments) ?? PictureSize(square: 64),
            crop: SizeOptions.pictureSize(SizeOptions.crop, arguments), isGrey: arguments[grey])
        let outputs = OutputGroup()
        var records = try FileRecords(arguments, with: outputs)
        let team = ThreadTeam(threads: arguments[StandardOptions.threads])
        let atOnce = max(min(reader.format.itemsPerBatch, 512), team.threads * 2)
        let progress = Progress(
            "img2idx", total: paths.count, unit: "images", quiet: arguments[StandardOptions.quiet])

        func note(_ text: String) {
            if !arguments[StandardOptions.quiet] { arguments.note(text) }
        }
        var writer = IDXWriter(try outputs.create(output ?? "-"), format: reader.format)
        var broken = 0
        while let group = try paths.next(atMost: atOnce) {
            try records.check(group)
            var (batch, read) = (TensorBatch(empty: reader.format), [PhotoPath]())
            for reading in PhotoGroup(group).read(reader, team) {
                do {
                    batch.bytes += try reading.image.get()
                    batch.count += 1
                    read.append(reading.path)
                    reading.notes.forEach(note)
                } catch  where arguments[skipBroken] {
                    broken += 1
                    note("passed over \(error)")
                }
            }
            try read.forEach { try records.add($0) }
            try writer.write(batch)
            progress.advance(to: writer.itemsWritten + broken)
        }
        progress.finish()
        if writer.itemsWritten == 0 {
            throw Failure(broken > 0 ? "none of \(broken) files can be read" : "\(paths.name): no pictures")
        }
        if broken > 0 { note("\(broken) of \(writer.itemsWritten + broken) files passed over") }
        try writer.finish()
        try records.finish()
        try outputs.finish()
    }
}
