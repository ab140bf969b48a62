import VAEKit

/// Writes layers as the modules of PyTorch whose weights have the same names, line by line.
struct ModuleWriter {
    /// What the modules so far need.
    private(set) var helpers: Set<HelperClass> = []

    /// An `nn.Sequential`.
    mutating func sequential(_ layers: [LayerOutline]) -> [String] {
        if layers.isEmpty { return ["nn.Sequential()"] }
        return call("nn.Sequential", layers.map { module($0) })
    }

    /// A call with each argument on lines of its own.
    private func call(_ name: String, _ arguments: [[String]]) -> [String] {
        var lines = ["\(name)("]
        for var argument in arguments {
            argument[argument.count - 1] += ","
            lines += argument.map { "    " + $0 }
        }
        return lines + [")"]
    }

    private mutating func module(_ layer: LayerOutline) -> [String] {
        switch layer.form {
        case .residual:
            let projection = layer.parts.count > 1 ? [module(layer.parts[1][0])] : []
            return call(helper(.residual), [sequential(layer.parts[0])] + projection)
        case .concat:
            let branches = layer.parts.map { sequential($0) }
            return call(helper(.concat), [call("", branches).bracketed])
        default: return [line(layer)]
        }
    }

    private mutating func line(_ layer: LayerOutline) -> String {
        let (input, isVector) = (layer.input.map, layer.input.isVector)
        switch layer.form {
        case .dense(let outputs): return "\(isVector ? "nn.Linear" : helper(.dense))(\(input.count), \(outputs))"
        case .gated(let outputs): return "\(helper(.gated))(\(input.count), \(outputs))"
        case .attention(let heads): return "\(helper(.attention))(\(input.channels), \(heads))"
        case .batchNorm: return isVector ? "nn.BatchNorm1d(\(input.count))" : "nn.BatchNorm2d(\(input.channels))"
        case .groupNorm(let groups?, _): return "nn.GroupNorm(\(groups), \(isVector ? input.count : input.channels))"
        case .groupNorm(nil, _):
            return
                "nn.LayerNorm([\(isVector ? "\(input.count)" : "\(input.channels), \(input.height), \(input.width)")])"
        case .dropout(let rate): return "nn.Dropout(\(rate))"
        case .flatten: return "nn.Flatten()"
        case .unflatten(let map): return "nn.Unflatten(1, (\(map.channels), \(map.height), \(map.width)))"
        case .activation(let function): return activation(function)
        default: return ofMap(layer.form, input.channels)
        }
    }

    private func ofMap(_ form: LayerForm, _ inputs: Int) -> String {
        switch form {
        case .convolution(let channels, let kernel, let stride, let padding):
            "nn.Conv2d(\(inputs), \(channels), \(kernel), stride=\(stride), padding=\(padding))"
        case .transposedConvolution(let channels, let kernel, let stride, let padding, let output):
            "nn.ConvTranspose2d(\(inputs), \(channels), \(kernel), stride=\(stride), padding=\(padding), "
                + "output_padding=(\(output[0]), \(output[1])))"
        case .averagePool(let size, let stride): "nn.AvgPool2d(\(size), stride=\(stride))"
        case .maximumPool(let size, let stride): "nn.MaxPool2d(\(size), stride=\(stride))"
        case .upsample(let factor): "nn.Upsample(scale_factor=\(factor), mode=\"nearest\")"
        case .pixelShuffle(let factor): "nn.PixelShuffle(\(factor))"
        default: preconditionFailure("every other form has a case of its own")
        }
    }

    private func activation(_ function: ActivationFunction) -> String {
        switch function {
        case .relu: "nn.ReLU()"
        case .leaky(let slope): "nn.LeakyReLU(\(slope))"
        case .tanh: "nn.Tanh()"
        case .sigmoid: "nn.Sigmoid()"
        case .elu: "nn.ELU()"
        case .silu: "nn.SiLU()"
        case .gelu: "nn.GELU()"
        }
    }

    private mutating func helper(_ helper: HelperClass) -> String {
        helpers.insert(helper)
        return helper.name
    }
}

extension [String] {
    /// The lines of a call without a name, as those of a list.
    fileprivate var bracketed: [String] { ["["] + dropFirst().dropLast() + ["]"] }
}
