extension TensorBatch {
    /// Every value as a table has it, row-major: whole numbers as such, unscaled.
    public func tableValues() throws -> [TableValue] {
        switch format.type {
        case .f32: floats().map { .float($0) }
        case .f64: doubles().map { .double($0) }
        default: try integers().map { .integer($0) }
        }
    }
}
