/// The images of a step that a process has in memory, found by their numbers among all that a run trains on: noise goes by
/// those.
struct ImagesAtHand {
    let images: LabelledImages
    /// How many the run trains on.
    let total: Int
    /// Where each is; nil where all are at hand, each in its place.
    private let places: [Int: Int]?

    /// All that there are.
    init(_ images: LabelledImages) { (self.images, total, places) = (images, images.count, nil) }

    /// Those with the given numbers.
    init(_ images: LabelledImages, numbers: [Int], of total: Int) {
        (self.images, self.total) = (images, total)
        places = Dictionary(zip(numbers, 0...)) { first, _ in first }
    }

    /// Where the images with some numbers are; nil where each is in its place.
    func places(of numbers: some RandomAccessCollection<Int>) -> [Int]? {
        guard let places else { return nil }
        return numbers.map { number in
            guard let place = places[number] else { preconditionFailure("image \(number) is at hand") }
            return place
        }
    }
}
