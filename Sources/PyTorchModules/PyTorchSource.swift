import VAEKit

/// A file of Python that has a checkpoint's model as an `nn.Module`, and loads its weights.
package struct PyTorchSource {
    /// What the class says of itself, and the bodies of its functions, without their margin.
    private let name: String
    private let note: [String]
    private let modules: [(name: String, lines: [String])]
    private let functions: [PythonFunction]
    private let helpers: Set<HelperClass>

    init(
        _ name: String, note: [String], modules: [(name: String, lines: [String])], functions: [PythonFunction],
        helpers: Set<HelperClass>
    ) {
        (self.name, self.note, self.modules) = (name, note, modules)
        (self.functions, self.helpers) = (functions, helpers)
    }

    /// The file.
    package var text: String {
        let head = """
            # The model of a checkpoint: load("FILE") is the module with its weights.
            import torch
            from safetensors.torch import load_file
            from torch import nn
            """
        let helpers = HelperClass.allCases.filter { self.helpers.contains($0) }.map(\.source)
        return ([head] + helpers + [definition, Self.tail(name)]).joined(separator: "\n\n\n") + "\n"
    }

    private var definition: String {
        var lines =
            ["class \(name)(nn.Module):", "    \"\"\"" + note[0]]
            + note.dropFirst().map { $0.isEmpty ? "" : "    " + $0 }
        lines[lines.count - 1] += "\"\"\""
        lines += ["", "    def __init__(self):", "        super().__init__()"]
        for module in modules {
            lines.append("        self.\(module.name) = " + module.lines[0])
            lines += module.lines.dropFirst().map { "        " + $0 }
        }
        for function in functions { lines += [""] + function.lines.map { $0.isEmpty ? "" : "    " + $0 } }
        return lines.joined(separator: "\n")
    }

    /// What stands beside the weights of the model in a checkpoint is no part of the module.
    private static func tail(_ name: String) -> String {
        """
        def load(path):
            model = \(name)()
            beside = ("optimizer.", "discriminator.", "prior.", "likelihood.")
            weights = {name: tensor for name, tensor in load_file(path).items() if not name.startswith(beside)}
            model.load_state_dict(weights)
            return model.eval()
        """
    }
}

/// A function of a class.
struct PythonFunction {
    let name: String
    let arguments: [String]
    let note: String
    let body: [String]

    var lines: [String] {
        ["def \(name)(\((["self"] + arguments).joined(separator: ", "))):", "    \"\"\"\(note)\"\"\""]
            + body.map { "    " + $0 }
    }
}
