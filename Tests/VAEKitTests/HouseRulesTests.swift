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

    private static let sources = SourceFile.all(below: "VAEKit")

    @Test func everyFolderHasItsPlace() {
        #expect(Set(File.names(in: "\(Package.root)/Sources/VAEKit")) == Set(Self.order))
        #expect(Self.sources.count > 60)
    }

    /// No file names a type that a later folder declares.
    @Test func arrowsGoOneWay() {
        var homes: [String: String] = [:]
        for source in Self.sources {
            for name in source.declaredTypes { homes[name] = source.places[1] }
        }
        #expect(homes.count > 100 && homes["Plan"] == "Graph" && homes["Trainer"] == "Training")
        for source in Self.sources {
            let place = Self.order.firstIndex(of: source.places[1]) ?? 0
            for name in source.words {
                guard let home = homes[name], let other = Self.order.firstIndex(of: home) else { continue }
                #expect(other <= place, "\(source.path) uses \(name) of \(home)")
            }
        }
    }

    @Test func pointersStayInKernelsAndTensor() {
        for source in Self.sources where !["Kernels", "Tensor"].contains(source.places[1]) {
            let pointers = source.words.filter { $0.hasPrefix("Unsafe") || $0 == "pointer" }
            #expect(pointers.isEmpty, "\(source.path) uses \(pointers)")
        }
    }

    /// Libraries neither print, nor end the process, nor read the command line; CommandSupport
    /// speaks for the commands.
    @Test func librariesAreSilent() {
        for folder in File.names(in: "\(Package.root)/Sources") where folder.first?.isUppercase == true {
            guard !folder.hasPrefix("C") || folder == "Charts" else { continue }
            for source in SourceFile.all(below: folder) {
                let loud = Set(source.words).intersection([
                    "print", "exit", "_exit", "abort", "CommandLine", "fatalError", "stderr", "stdout",
                ])
                #expect(loud.isEmpty, "\(source.path): \(loud)")
            }
        }
    }

    /// A command's entry uses its other files, and none of them uses the entry.
    @Test(arguments: Package.commands) func noFileOfACommandUsesItsEntry(command: String) throws {
        let sources = SourceFile.all(below: command)
        let entry = try #require(sources.first { $0.code.contains("@main") })
        let name = try #require(entry.words.drop { $0 != "main" }.dropFirst(2).first)
        for source in sources where source.path != entry.path {
            #expect(!source.words.contains(name), "\(source.path) uses \(name)")
        }
    }
}
