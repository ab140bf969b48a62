import Testing

import Drawing

@Suite struct ImageTests {
    @Test func backgroundShowsThrough() {
        let image = Image(
            width: 3, height: 1, channels: .rgba, samples: [200, 0, 0, 255, 200, 0, 0, 0, 100, 100, 100, 128])
        let flat = image.composited(over: .white)
        #expect(flat.channels == .rgb)
        #expect(flat.samples == [200, 0, 0, 255, 255, 255, 177, 177, 177])
    }

    @Test func opaqueImageStays() {
        let image = Image(width: 1, height: 1, channels: .grey, samples: [7])
        #expect(image.composited(over: .white) == image)
    }

    @Test func rectangleHoldsEveryDifference() {
        let before = Image(width: 4, height: 3, channels: .rgb, samples: [UInt8](repeating: 9, count: 36))
        var after = before
        after.samples[(1 * 4 + 1) * 3 + 2] = 1
        after.samples[(2 * 4 + 3) * 3] = 1
        #expect(after.rectangle(differingFrom: before) == Rectangle(left: 1, top: 1, width: 3, height: 2))
        #expect(before.rectangle(differingFrom: before) == Rectangle(left: 0, top: 0, width: 1, height: 1))
    }

    @Test(arguments: 0..<12) func anyPixelIsFound(pixel: Int) {
        let before = Image(width: 4, height: 3, channels: .grey, samples: [UInt8](repeating: 9, count: 12))
        var after = before
        after.samples[pixel] = 0
        let expected = Rectangle(left: pixel % 4, top: pixel / 4, width: 1, height: 1)
        #expect(after.rectangle(differingFrom: before) == expected)
        #expect(after.cropped(to: expected).samples == [0])
    }
}
