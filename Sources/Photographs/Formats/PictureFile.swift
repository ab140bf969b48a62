/// A file that begins as one of a format of pictures does.
struct PictureFile {
    let bytes: [UInt8]
    let format: PictureFormat
    let name: String
    /// A larger picture is refused before any memory is set aside for it.
    let maximumPixels: Int

    /// The error for a file with something wrong in it.
    func broken(_ reason: String) -> PhotographError { .broken(name: name, format: format, reason: reason) }

    /// Refuses a size that a header claims. Throws `PhotographError`.
    ///
    /// - Parameter pixelsPerByte: as many pixels a byte of the file can hold at the most; nil where there is no such bound.
    func check(width: Int, height: Int, pixelsPerByte: Int? = nil) throws {
        let (count, overflow) = width.multipliedReportingOverflow(by: height)
        guard !overflow, count <= maximumPixels else {
            throw PhotographError.tooLarge(name: name, width: width, height: height, limit: maximumPixels)
        }
        if let pixelsPerByte, count / pixelsPerByte > bytes.count {
            throw PhotographError.tooShort(name: name, bytes: bytes.count, width: width, height: height)
        }
    }
}
