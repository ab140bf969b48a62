import Glibc
import TensorStreams

/// What lies in a folder.
enum PhotoFolder {
    private static let endings = [
        ".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".tif", ".tiff", ".webp", ".bmp", ".pnm", ".pbm", ".pgm", ".ppm",
    ]

    /// The files of pictures, by their names, in a folder and the folders in it, each folder sorted by bytes. Hidden
    /// files and folders, folders behind symbolic links, and what is no regular file are left out. Throws `FileError`.
    static func photographs(in folder: PhotoPath) throws -> [PhotoPath] {
        var found: [PhotoPath] = []
        for entry in try entries(of: folder).sorted(by: { $0.name.lexicographicallyPrecedes($1.name) }) {
            let path = folder.appending(entry.name)
            if entry.kind == DT_DIR || entry.kind == DT_UNKNOWN && path.isFolder {
                found += try photographs(in: path)
            } else if isPhotograph(entry.name), entry.kind == DT_REG || path.isRegular {
                found.append(path)
            }
        }
        return found
    }

    private static func isPhotograph(_ name: [UInt8]) -> Bool {
        let lowercase = name.suffix(5).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        return endings.contains { lowercase.suffix($0.utf8.count).elementsEqual($0.utf8) }
    }

    private static func entries(of folder: PhotoPath) throws -> [(name: [UInt8], kind: Int)] {
        try folder.withCString { try InputFolder.entries(of: $0, name: folder.name) }
            .filter { $0.name.first != UInt8(ascii: ".") }
    }
}
