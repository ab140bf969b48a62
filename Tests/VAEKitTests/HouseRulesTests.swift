import TestSupport
import Testing

/// The sources keep to the shape that the README gives them.
@Suite struct HouseRulesTests {
    /// Folders of VAEKit: each may use what stands before it, and itself.
    private static let order = [
        "Tensor", "Random", "Kernels", "Parameters", "Graph", "Layers", "Objectives", "Models", "Optimizers",
        "Training",
        "Checkpoints", "Evaluation",
    ]
    private static let kit = "\(Package.root)/Sources/VAEKit"

    private struct Source {
        let folder: String
        let name: String
        let code: String
    }

    private static let sources: [Source] = order.flatMap { folder in
        File.names(in: "\(kit)/\(folder)").map { name in
            Source(folder: folder, name: name, code: code(File.text("\(kit)/\(folder)/\(name)") ?? ""))
        }
    }

    @Test func everyFolderHasItsPlace() {
        #expect(Set(File.names(in: Self.kit)) == Set(Self.order))
        #expect(Self.sources.count > 60)
    }

    /// No file names a type that a later folder declares.
    @Test func arrowsGoOneWay() {
        var homes: [String: String] = [:]
        for source in Self.sources {
            for name in Self.declaredTypes(source.code) { homes[name] = source.folder }
        }
        #expect(homes.count > 100 && homes["Plan"] == "Graph" && homes["Trainer"] == "Training")
        for source in Self.sources {
            let place = Self.order.firstIndex(of: source.folder) ?? 0
            for name in Self.words(source.code) {
                guard let home = homes[name], let other = Self.order.firstIndex(of: home) else { continue }
                #expect(other <= place, "\(source.folder)/\(source.name) uses \(name) of \(home)")
            }
        }
    }

    @Test func pointersStayInKernelsAndTensor() {
        for source in Self.sources where !["Kernels", "Tensor"].contains(source.folder) {
            let pointers = Self.words(source.code).filter { $0.hasPrefix("Unsafe") || $0 == "pointer" }
            #expect(pointers.isEmpty, "\(source.folder)/\(source.name) uses \(pointers)")
        }
    }

    /// Libraries neither print, nor end the process, nor read the command line; these two speak for the commands.
    @Test func librariesAreSilent() {
        let speakers = ["CommandSupport", "Memory.swift"]
        for folder in File.names(in: "\(Package.root)/Sources") where folder.first?.isUppercase == true {
            guard !folder.hasPrefix("C") || folder == "Charts", !speakers.contains(folder) else { continue }
            for file in File.all(below: "\(Package.root)/Sources/\(folder)") where file.hasSuffix(".swift") {
                guard !speakers.contains(where: { file.hasSuffix("/" + $0) }) else { continue }
                let words = Set(Self.words(Self.code(File.text(file) ?? "")))
                let loud = words.intersection([
                    "print", "exit", "abort", "CommandLine", "fatalError", "stderr", "stdout",
                ])
                #expect(loud.isEmpty, "\(file): \(loud)")
            }
        }
    }

    /// The code without comments and texts.
    private static func code(_ text: String) -> String {
        text.split(separator: "\n").map { line in
            let bare = line.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
                .filter { $0.offset % 2 == 0 }.map(\.element).joined(separator: " ")
            return bare.firstRange(of: "//").map { String(bare[..<$0.lowerBound]) } ?? bare
        }.joined(separator: "\n")
    }

    private static func words(_ code: String) -> [String] {
        code.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
    }

    /// Types that are declared at the outermost level, which other files can name.
    private static func declaredTypes(_ code: String) -> [String] {
        code.split(separator: "\n").compactMap { line in
            guard let first = line.first, first.isLetter else { return nil }
            let words = words(String(line))
            guard let kind = words.firstIndex(where: { ["struct", "class", "enum", "protocol"].contains($0) }),
                words.count > kind + 1, !words.prefix(kind).contains("private"), words.first != "extension"
            else { return nil }
            return words[kind + 1]
        }
    }
}
