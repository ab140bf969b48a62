import Photographs
import VAEKit

/// Some files that are read at once.
struct PhotoGroup {
    private let paths: [PhotoPath]

    init(_ paths: [PhotoPath]) { self.paths = paths }

    /// The image made of each file, or what is wrong with it, in their order whichever thread is done first.
    func images(_ reader: PhotographReader, _ team: ThreadTeam) -> [Result<[UInt8], any Error>] {
        var results = [Result<[UInt8], any Error>](repeating: .success([]), count: paths.count)
        results.withUnsafeMutableBufferPointer { results in
            team.forEach(paths.count) { number in
                results[number] = Result { try paths[number].reading { try reader.read($0) } }
            }
        }
        return results
    }
}
