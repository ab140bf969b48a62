import Synthesis
import Testing

@Suite struct SpriteTests {
    private func pixels(_ factors: SpriteFactors) -> [UInt8] {
        var renderer = SpriteRenderer()
        var pixels: [UInt8] = []
        renderer.draw(factors, into: &pixels)
        return pixels
    }

    private func factors(_ shape: Int, _ scale: Int, _ orientation: Int, _ x: Int, _ y: Int) -> SpriteFactors {
        SpriteFactors(number: (((shape * 6 + scale) * 40 + orientation) * 32 + x) * 32 + y)
    }

    @Test func combinationsComeInOrder() {
        #expect(SpriteFactors.combinations == 737_280)
        #expect(SpriteFactors(number: 0).values == [1, 0.5, 0, 0, 0])
        #expect(SpriteFactors(number: 737_279).values == [3, 1, 6.2831855, 1, 1])
        let middle = factors(1, 2, 3, 4, 5)
        #expect((middle.shape, middle.scale, middle.orientation) == (1, 2, 3))
        #expect((middle.x, middle.y) == (4, 5))
        #expect(SpriteFactors(number: 737_280) == SpriteFactors(number: 0))
        #expect(SpriteFactors(number: -1) == SpriteFactors(number: 737_279))
    }

    @Test func pixelsAreBlackOrWhite() {
        for number in stride(from: 0, to: SpriteFactors.combinations, by: 9973) {
            let image = pixels(SpriteFactors(number: number))
            #expect(image.count == 4096)
            #expect(Set(image) == [0, 255])
        }
    }

    @Test func positionMovesByOnePixelAndNothingIsCutOff() {
        for shape in 0..<3 {
            for orientation in 0..<40 {
                let corner = pixels(factors(shape, 5, orientation, 0, 0))
                let moved = pixels(factors(shape, 5, orientation, 31, 30))
                #expect(moved.count { $0 == 255 } == corner.count { $0 == 255 })
                #expect(Array(corner.prefix(4096 - 30 * 64 - 31)) == Array(moved.dropFirst(30 * 64 + 31)))
            }
        }
    }

    @Test func scaleGrows() {
        for shape in 0..<3 {
            let areas = (0..<6).map { scale in pixels(factors(shape, scale, 7, 16, 16)).count { $0 == 255 } }
            #expect(areas == areas.sorted())
            #expect(Set(areas).count == 6)
        }
    }

    @Test func appearancesDiffer() {
        var seen: Set<[UInt8]> = []
        for shape in 0..<3 {
            for scale in 0..<6 {
                for orientation in 0..<39 { seen.insert(pixels(factors(shape, scale, orientation, 16, 16))) }
            }
        }
        // A whole turn, the fortieth orientation, is the first again, as in dSprites.
        #expect(pixels(factors(2, 5, 0, 0, 0)) == pixels(factors(2, 5, 39, 0, 0)))
        #expect(seen.count > 3 * 6 * 39 * 95 / 100)
    }
}
