import Testing

import Drawing

@Suite struct ImageCaptionTests {
    private let text = Stencil(width: 2, height: 1, opacity: [255, 51])

    @Test func aTextStandsUnderThePicture() {
        let image = Image(width: 5, height: 1, channels: .grey, samples: [1, 2, 3, 4, 5])
        let captioned = image.captioned(text, on: .black)
        #expect((captioned.width, captioned.height, captioned.channels) == (5, 4, .grey))
        #expect(captioned.samples == [1, 2, 3, 4, 5] + [0, 0, 0, 0, 0] + [0, 0, 255, 51, 0] + [0, 0, 0, 0, 0])
    }

    @Test func aColouredBackgroundMakesAPictureOfColours() throws {
        let image = Image(width: 3, height: 1, channels: .grey, samples: [1, 2, 3])
        let captioned = image.captioned(text, on: try #require(Color("#ff0000")))
        #expect(captioned.channels == .rgb)
        #expect(captioned.samples.prefix(12) == [1, 1, 1, 2, 2, 2, 3, 3, 3, 255, 0, 0])
    }
}
