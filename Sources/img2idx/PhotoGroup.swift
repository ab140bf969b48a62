import Photographs
import Threads

/// Some files that are read at once.
struct PhotoGroup {
    private let paths: [PhotoPath]

    init(_ paths: [PhotoPath]) { self.paths = paths }

    /// What came of a file.
    struct Reading {
        var path: PhotoPath
        /// The image made of it, or what is wrong with it.
        var image: Result<[UInt8], any Error> = .success([])
        /// What is odd about it.
        var notes: [String] = []
    }

    /// What came of each file, in their order whichever thread is done first.
    func read(_ reader: PhotographReader, _ team: ThreadTeam) -> [Reading] {
        var results = paths.map { Reading(path: $0) }
        results.withUnsafeMutableBufferPointer { results in
            team.forEach(paths.count) { number in
                var notes: [String] = []
                let image = Result { try paths[number].reading { try reader.read($0) { notes.append($0) } } }
                results[number] = Reading(path: paths[number], image: image, notes: notes)
            }
        }
        return results
    }
}
