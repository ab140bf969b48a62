import TensorStreams

/// The folder that keeps what was fetched: a folder for each data set, in it the files as mirrors hold them.
package struct CacheFolder {
    let path: String

    package init(path: String) { self.path = path }

    /// The folder of a data set.
    func folder(of dataSet: DataSet) -> String { path + "/" + dataSet.folder }

    /// Makes the folder of a data set and those above it.
    package func prepare(for dataSet: DataSet) throws {
        try OutputFolder.make(folder(of: dataSet))
    }
}
