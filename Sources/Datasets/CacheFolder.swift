import Glibc
import TensorStreams

/// The folder that keeps what was fetched: a folder for each data set, in it the files as mirrors hold them.
package struct CacheFolder {
    let path: String

    package init(path: String) { self.path = path }

    /// The folder of a data set.
    func folder(of dataSet: DataSet) -> String { path + "/" + dataSet.folder }

    /// Makes the folder of a data set and those above it.
    package func prepare(for dataSet: DataSet) throws {
        let folder = folder(of: dataSet)
        var end = folder.startIndex
        while end < folder.endIndex {
            end = folder[folder.index(after: end)...].firstIndex(of: "/") ?? folder.endIndex
            let part = String(folder[..<end])
            if mkdir(part, 0o777) != 0, errno != EEXIST, access(part, F_OK) != 0 {
                throw FileError(name: part, action: "create the folder")
            }
        }
    }
}
