import TensorStreams
import Testing

import Drawing

@Suite struct SheetPlanTests {
    private func tiles(_ count: Int, height: Int = 28, width: Int = 28) throws -> Tiles {
        let format = try TileFormat(ItemFormat(type: .u8, shape: [height, width]), name: "x")
        var tiles = Tiles(format: format, name: "x")
        tiles.append([UInt8](repeating: 0, count: count * height * width))
        return tiles
    }

    private func stencil(_ width: Int, _ height: Int) -> Stencil {
        Stencil(width: width, height: height, opacity: [UInt8](repeating: 255, count: width * height))
    }

    private func plan(
        _ streams: [Tiles], _ layout: GridLayout, _ arrangement: ContactSheet.Arrangement, _ captions: Captions
    ) throws -> SheetPlan {
        try SheetPlan(streams, layout, arrangement, captions, places: 0)
    }

    @Test func aWiderGapPartsTheBandsOfPairs() throws {
        let pair = [try tiles(20), try tiles(20)]
        let plan = try plan(pair, GridLayout(columns: 10), .rows, Captions())
        #expect(plan.grids[0].place(of: 10) == Place(left: 0, top: 57 + 4))
        #expect(plan.grids[1].place(of: 3) == Place(left: 87, top: 29))
        #expect((plan.width, plan.height) == (289, 57 + 4 + 57))
    }

    @Test func pairsAreAboutSquareTogether() throws {
        let plan = try plan([tiles(40), tiles(40)], GridLayout(), .rows, Captions())
        #expect(plan.grids[0].columns == 10)
    }

    @Test func namesEndBesideTheMiddleOfTheirRows() throws {
        let captions = Captions(names: [stencil(60, 12), stencil(40, 12)])
        let plan = try plan([tiles(6), tiles(6)], GridLayout(columns: 3), .rows, captions)
        let left = plan.grids[0].origin.left
        #expect(left == 70)
        #expect(plan.names.map(\.stream) == [0, 0, 1, 1])
        #expect(plan.names.map(\.place.left) == [4, 4, 24, 24])
        #expect(plan.names.map(\.place.top) == [8, 8 + 61, 29 + 8, 29 + 8 + 61])
        #expect(plan.width == left + 3 * 29 - 1)
    }

    @Test func namesStandAboveTheMiddleOfTheirBlocks() throws {
        let captions = Captions(names: [stencil(20, 12), stencil(100, 12)])
        let plan = try plan([tiles(9), tiles(4)], GridLayout(), .blocks, captions)
        #expect(plan.grids.map(\.columns) == [3, 2])
        #expect(plan.grids.map(\.origin) == [Place(left: 0, top: 18), Place(left: 86 + 10 + 21, top: 18)])
        #expect(plan.names.map(\.place) == [Place(left: 33, top: 3), Place(left: 96, top: 3)])
        #expect((plan.width, plan.height) == (196, 18 + 86))
    }

    @Test func namesStandAtTheLeftOfTheMiddleOfAStack() throws {
        let captions = Captions(names: [stencil(20, 12), stencil(30, 12)])
        let plan = try plan([tiles(9), tiles(4)], GridLayout(), .stack, captions)
        #expect(plan.grids.map(\.columns) == [3, 2])
        #expect(plan.grids.map(\.origin) == [Place(left: 40, top: 0), Place(left: 40, top: 86 + 10)])
        #expect(plan.names.map(\.place) == [Place(left: 14, top: 37), Place(left: 4, top: 96 + 22)])
        #expect((plan.width, plan.height) == (40 + 86, 96 + 57))
    }

    @Test func labelsHaveAStripUnderEachImage() throws {
        let captions = Captions(labels: [Stencil](repeating: stencil(6, 10), count: 4))
        let one = try plan([tiles(4)], GridLayout(columns: 2, scale: 2), .rows, captions)
        #expect(one.labels == [(25, 57), (83, 57), (25, 127), (83, 127)].map { Place(left: $0.0, top: $0.1) })
        #expect(one.height == 2 * (56 + 12) + 2)
        let pairs = try plan([tiles(4), tiles(4)], GridLayout(columns: 2), .rows, captions)
        #expect(pairs.labels.map(\.top) == [58, 58, 58 + 57 + 12 + 4, 58 + 57 + 12 + 4])
        #expect(pairs.height == 2 * (57 + 12) + 4)
        let blocks = try plan([tiles(4), tiles(4)], GridLayout(), .blocks, captions)
        #expect(blocks.labels.map(\.left) == [11, 40, 11, 40])
        #expect(blocks.grids.map(\.down) == [28 + 12 + 1, 28 + 12 + 1])
    }
}
