import CommandSupport
import Densities
import Drawing
import ONNX
import Photographs
import TensorStreams
import Threads
import VAEKit

/// A reader of what strangers made, to be run on any bytes at all: it may throw, and must do nothing else that is bad.
public enum FuzzTarget: String, CaseIterable, Sendable {
    case idx, gzip, table, csv, levels, npy, npz, matlab, safetensors, checkpoint, onnx, density, json, layers, options
    case png, jpeg, tiff, webp, bmp, pnm

    /// Reads the bytes. Ends the process by a trap where the reader breaks a promise: what it reads back is not what it
    /// wrote, or there are more items than bytes for them.
    public func read(_ bytes: [UInt8]) {
        do {
            switch self {
            case .idx: try Self.readIDX(bytes)
            case .gzip: try Self.unpack(bytes)
            case .table: try Self.readTable(bytes)
            case .csv: try Self.readCSV(bytes)
            case .levels: try Self.readLevels(bytes)
            case .npy: try Self.readNPY(Self.reader(bytes), Int(bytes.last ?? 0) + 1)
            case .npz, .matlab:
                try Self.readNPY(ArrayFile.open(Self.reader(bytes), array: "a"), Int(bytes.last ?? 0) + 1)
            case .safetensors: try Self.readSafetensors(bytes)
            case .checkpoint: try Self.readCheckpoint(bytes)
            case .onnx: try Self.readGraph(bytes)
            case .density: try Self.readDensity(bytes)
            case .json: try Self.readJSON(bytes)
            case .layers: try Self.readLayers(bytes)
            case .options: try Self.readOptions(bytes)
            case .png, .jpeg, .tiff, .webp, .bmp, .pnm: try Self.readPicture(bytes)
            }
        } catch {
            // What the command would print, which must be made without a trap too.
            precondition(!"\(error)".isEmpty, "an error says what is wrong")
        }
    }

    private static func reader(_ bytes: [UInt8]) -> ByteReader { ByteReader(bytes, name: "input") }

    /// Whether a reader that has come so far may go on: a few kilobytes of gzip can stand for as many megabytes.
    private static let patience = 1 << 24

    private static func readIDX(_ bytes: [UInt8]) throws {
        var stream = IDXReader(reader(bytes))
        let step = Int(bytes.last ?? 0) + 1
        while let batch = try stream.next(atMost: step), stream.itemsRead < patience {
            precondition(batch.bytes.count == batch.count * batch.format.bytesPerItem, "as many bytes as items")
            _ = batch.items(at: [batch.count - 1]).floats()
        }
        var images = try ImageSource(IDXReader(reader(bytes)))
        _ = try images.skip(step % 3)
        _ = try images.next(atMost: 1 << 16)
        var numbers = try ImageSource(IDXReader(reader(bytes)), items: .numbers)
        guard let items = try numbers.next(atMost: 1 << 10) else { return }
        let scaling = try ValueScaling(
            of: items, ValueScale(step % 2 == 0 ? .standard : .minmax, isOverAll: step % 3 == 0))
        precondition(scaling.applied(to: items).count == items.count, "as many items as before")
    }

    private static func unpack(_ bytes: [UInt8]) throws {
        let input = reader(bytes)
        let step = Int(bytes.last ?? 0) * 17 + 1
        _ = try input.startsWith([0x1F, 0x8B])
        _ = try input.skip(Int(bytes.first ?? 0) % 7)
        var count = 0
        while case let piece = try input.bytes(step).count, piece > 0, count < patience { count += piece }
    }

    private static func readTable(_ bytes: [UInt8]) throws {
        var table = try TableReader(reader(bytes))
        _ = try? table.index(of: "id")
        while try table.advance() {
            for column in table.columns.indices {
                let text = try table.text(column)
                precondition(table.isEmpty(column) == text.isEmpty, "an empty field has no text")
                _ = try? table.integer(column)
                if let number = try? table.number(column) {
                    precondition(Double(NumberText.of(number)) == number, "a number is written so that it reads back")
                }
                _ = try? table.float(column)
            }
        }
    }

    /// What the last byte but one picks is the separator, and what is read is written in quotes and read again.
    private static func readCSV(_ bytes: [UInt8]) throws {
        let separator: UInt8? = [nil, 0x2C, 0x3B, 0x20, 0x09][Int(bytes.dropLast().last ?? 0) % 5]
        let hasDecimalComma = separator != 0x2C && bytes.count % 2 == 0
        var table = try TableReader(
            reader(bytes),
            syntax: .foreign(
                separator: separator, hasDecimalComma: hasDecimalComma,
                header: bytes.count % 3 == 0 ? .absent : .certain(loneNames: nil)))
        var rows: [[String]] = []
        while let row = try table.next() {
            precondition(row.count == table.columns.count, "rows are as wide as the first line")
            for column in row.indices {
                _ = (table.isMissing(column), try? table.float(column), try? table.integer(column))
            }
            rows.append(row)
        }
        let text = rows.map { row in
            row.map { field in
                "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
            }
            .joined(separator: ",")
        }.joined(separator: "\n")
        guard !rows.isEmpty else { return }
        var again = try TableReader(
            reader(Array(text.utf8)), syntax: .foreign(separator: 0x2C, hasDecimalComma: false, header: .absent))
        for row in rows {
            let back = try again.next()
            precondition(back == row, "fields in quotes are read as they were")
        }
    }

    private static func readLevels(_ bytes: [UInt8]) throws {
        let levels = try Levels(reader(bytes))
        precondition(levels.wordsByLabel.count == levels.words.count, "each label has one word")
        for (place, word) in levels.words.enumerated() {
            precondition(levels.place(of: word) == place, "and each word one")
        }
    }

    private static func readNPY(_ input: ByteReader, _ step: Int) throws {
        var stream = NPYReader(input, countsLast: step % 2 == 0)
        let most = try stream.format().itemsPerBatch
        precondition(most > 0, "items of any size come in batches")
        var items = 0
        while let batch = try stream.next(atMost: step), items < patience {
            precondition(batch.bytes.count == batch.count * batch.format.bytesPerItem, "as many bytes as items")
            items += batch.count
        }
    }

    private static func readSafetensors(_ bytes: [UInt8]) throws {
        let file = try Safetensors.read(reader(bytes))
        for tensor in file.tensors { _ = tensor.floats() }
    }

    private static func readCheckpoint(_ bytes: [UInt8]) throws {
        if let codes = try? Checkpoint<CodeAutoencoder>.read(reader(bytes)) { return decode(codes.model) }
        if let prior = try? Checkpoint<CodePrior>.read(reader(bytes)) { return draw(from: prior.model) }
        let checkpoint = try Checkpoint<Autoencoder>.read(reader(bytes))
        let model = checkpoint.model
        _ = checkpoint.training?.json.text()
        guard model.description.image.count * model.description.latent < 1 << 16 else { return }
        let images = Evaluator(model, team: ThreadTeam(threads: 1)).decode(
            [Float](repeating: 1, count: model.description.latent))
        precondition(images.count == model.description.image.count, "a latent is an image")
    }

    private static func decode(_ model: CodeAutoencoder) {
        guard model.description.image.count * model.codesPerImage < 1 << 16 else { return }
        let images = CodeEvaluator(model, team: ThreadTeam(threads: 1)).decode(
            [Int](repeating: 1, count: model.codesPerImage))
        precondition(images.count == model.description.image.count, "an image's codes are an image")
    }

    private static func draw(from model: CodePrior) {
        guard model.codesPerImage * model.description.codes < 1 << 12 else { return }
        let codes = CodePriorEvaluator(model, team: ThreadTeam(threads: 1)).draw(1, seed: 0, first: 0)
        precondition(codes.allSatisfy { (0..<model.description.codes).contains($0) }, "what is drawn are codes")
    }

    /// As a decoder and as an encoder.
    private static func readGraph(_ bytes: [UInt8]) throws {
        let file = try StoredModel(bytes, file: "input")
        let tensors = try (try? ImportedDecoder(file).tensors) ?? ImportedEncoder(file).tensors
        for tensor in tensors {
            precondition(
                tensor.stored.floats()?.count == tensor.shape.reduce(1, *), "as many numbers as its shape says")
        }
        _ = try ImportedModel(encoder: file, decoder: file, image: nil, recon: .mse, isFromTanh: false)
    }

    private static func readDensity(_ bytes: [UInt8]) throws {
        let density = try LatentDensity(SafetensorsReader(reader(bytes)))
        let found = density.mixture.logDensities(
            of: [Float](repeating: 1, count: density.width), team: ThreadTeam(threads: 1))
        precondition(found.count == 1, "a row has a density")
        for label in density.labels { precondition(density.mixture(of: label) != nil, "a label has a density") }
    }

    private static func readJSON(_ bytes: [UInt8]) throws {
        let text = try JSON(parsing: bytes).text()
        let again = try JSON(parsing: text).text()
        precondition(again == text, "JSON is written so that it reads back")
    }

    private static func readLayers(_ bytes: [UInt8]) throws {
        let layers = try LayerLanguage.parse(String(decoding: bytes, as: UTF8.self))
        let again = try LayerLanguage.parse(LayerLanguage.spell(layers))
        precondition(again == layers, "layers read back as they were")
        let model = ModelDescription(imageShape: [8, 8], encoder: layers, decoder: layers)
        _ = try ModelDescription(json: JSON(parsing: model.json.text()))
    }

    /// Words parted by zeros, as in `/proc/self/cmdline`.
    private static func readOptions(_ bytes: [UInt8]) throws {
        let words = bytes.split(separator: 0, omittingEmptySubsequences: false).map { FileName.text($0) }
        for (word, original) in zip(words, bytes.split(separator: 0, omittingEmptySubsequences: false)) {
            let back = FileName.bytes(word).dropLast().map { UInt8(bitPattern: $0) }
            precondition(back == Array(original), "a name leads back to its bytes")
        }
        if case .run(let arguments) = try FuzzCommand.command.parse(words) { FuzzCommand.use(arguments) }
    }

    private static func readPicture(_ bytes: [UInt8]) throws {
        let photographs = PhotographReader(
            size: PictureSize(width: 8, height: bytes.count % 5 == 0 ? 6 : 8),
            crop: bytes.count % 2 == 0 ? nil : PictureSize(square: 5), isGrey: bytes.count % 3 == 0,
            maximumPixels: 1 << 20)
        let image = try photographs.image(bytes, name: "input")
        precondition(image.count == photographs.format.bytesPerItem, "a square of the size asked for")
    }
}
