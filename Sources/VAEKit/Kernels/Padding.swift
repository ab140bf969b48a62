extension MutableTensor {
    /// Puts zeros in the columns of `rows × columns` values that pad a batch of `items`.
    ///
    /// No result depends on these columns, but what they hold is computed with as the rest is. Where batch normalisation
    /// finds next to no variance it would stretch them three hundredfold in each layer, until they overflow and what is
    /// multiplied by zero is no longer zero.
    func clearPadding(columns: Int, items: Int) {
        guard items < columns else { return }
        for row in stride(from: pointer, to: pointer + count, by: columns) {
            (row + items).update(repeating: 0, count: columns - items)
        }
    }
}
