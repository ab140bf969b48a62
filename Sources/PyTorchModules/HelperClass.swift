/// Classes of Python that a model's modules are made of where PyTorch has none that does it, or none with these names of weights.
enum HelperClass: String, CaseIterable {
    case dense, gated, attention, residual, concat, scale

    /// What is called in Python to make one.
    var name: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }

    var source: String {
        switch self {
        case .dense:
            """
            class Dense(nn.Linear):
                def forward(self, x):
                    return super().forward(x.flatten(1))
            """
        case .gated:
            """
            class Gated(nn.Module):
                def __init__(self, inputs, outputs):
                    super().__init__()
                    self.h = nn.Linear(inputs, outputs)
                    self.g = nn.Linear(inputs, outputs)

                def forward(self, x):
                    x = x.flatten(1)
                    return self.h(x) * self.g(x).sigmoid()
            """
        case .attention:
            """
            class Attention(nn.MultiheadAttention):
                def __init__(self, channels, heads):
                    super().__init__(channels, heads, batch_first=True)

                def forward(self, x):
                    pixels = x.flatten(2).transpose(1, 2)
                    seen, _ = super().forward(pixels, pixels, pixels, need_weights=False)
                    return seen.transpose(1, 2).reshape(x.shape)
            """
        case .residual:
            """
            class Residual(nn.Module):
                def __init__(self, body, projection=None):
                    super().__init__()
                    self.body = body
                    self.projection = projection

                def forward(self, x):
                    return self.body(x) + (x if self.projection is None else self.projection(x))
            """
        case .concat:
            """
            class Concat(nn.ModuleList):
                def forward(self, x):
                    return torch.cat([branch(x) for branch in self], 1)
            """
        case .scale:
            """
            class Scale(nn.Module):
                def __init__(self, values):
                    super().__init__()
                    self.register_buffer("offset", torch.zeros(values))
                    self.register_buffer("factor", torch.ones(values))

                def forward(self, x):
                    return ((x.flatten(1) - self.offset) / self.factor).reshape(x.shape)

                def undo(self, x):
                    return (x.flatten(1) * self.factor + self.offset).reshape(x.shape)
            """
        }
    }
}
