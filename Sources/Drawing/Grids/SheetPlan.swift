/// The upper left corner of something on a page, in its pixels.
package struct Place: Equatable {
    package var left: Int
    package var top: Int

    package init(left: Int, top: Int) {
        self.left = left
        self.top = top
    }
}

/// Where the images of one stream go.
package struct TileGrid: Equatable {
    package var origin: Place
    package var columns: Int
    /// From an image to the next, to the right and downwards.
    package var across: Int
    package var down: Int

    package func place(of tile: Int) -> Place {
        Place(left: origin.left + tile % columns * across, top: origin.top + tile / columns * down)
    }
}

/// Where everything on a contact sheet goes, in the pixels of the picture.
package struct SheetPlan {
    package private(set) var width = 0
    package private(set) var height = 0
    /// One for each stream.
    package private(set) var grids: [TileGrid] = []
    package private(set) var names: [(stream: Int, place: Place)] = []
    /// One for each label.
    package private(set) var labels: [Place] = []

    private let streams: [Tiles]
    private let layout: GridLayout
    private let captions: Captions
    private let places: Int
    private var padding: Int { layout.padding * layout.scale }

    /// Throws `GridError` when the picture would be too large.
    package init(
        _ streams: [Tiles], _ layout: GridLayout, _ arrangement: ContactSheet.Arrangement, _ captions: Captions,
        places: Int
    ) throws {
        self.streams = streams
        self.layout = layout
        self.captions = captions
        self.places = places
        guard max(layout.padding, layout.scale) <= ContactSheet.maximumPixels else { throw tooLarge }
        switch arrangement {
        case .rows: try planRows()
        case .blocks: try planBlocks()
        case .stack: try planStack()
        }
        let (pixels, overflow) = width.multipliedReportingOverflow(by: height)
        guard !overflow, pixels <= ContactSheet.maximumPixels else { throw tooLarge }
    }

    // MARK: Rows

    /// A band holds a row of each stream; a somewhat wider gap sets it off from the next.
    private mutating func planRows() throws {
        let format = streams[0].format
        let stack = try extent(streams.count, of: format.height, gap: layout.padding)
        let (bands, columns) = layout.shape(
            tiles: max(places, streams[0].count), width: format.width, height: stack)
        let (across, down) = (
            (format.width + layout.padding) * layout.scale, (format.height + layout.padding) * layout.scale
        )
        let gap = streams.count == 1 ? padding : padding + max(3, format.height / 8) * layout.scale
        let band = try scaled(stack) + captions.labelStrip
        let left = captions.names.isEmpty ? 0 : captions.nameHeight * 5 / 6 + captions.widestName
        width = try left + scaled(extent(columns, of: format.width, gap: layout.padding))
        height = try extent(bands, of: band, gap: gap)
        grids = streams.indices.map { stream in
            TileGrid(
                origin: Place(left: left, top: stream * down), columns: columns, across: across, down: band + gap)
        }
        for stream in captions.names.indices {
            let name = captions.names[stream]
            let place = Place(
                left: left - captions.nameHeight / 2 - name.width,
                top: stream * down + (format.height * layout.scale - name.height) / 2)
            names += (0..<bands).map { (stream, Place(left: place.left, top: place.top + $0 * (band + gap))) }
        }
        placeLabels(below: stack * layout.scale)
    }

    // MARK: Blocks

    /// A grid for each stream, its name centred above it; names wider than their grid push the next away.
    private mutating func planBlocks() throws {
        let top = captions.names.isEmpty ? 0 : captions.nameHeight * 3 / 2
        var left = 0
        for (number, stream) in streams.enumerated() {
            let block = try block(stream)
            let name = captions.names.isEmpty ? 0 : captions.names[number].width
            let slot = max(block.width, name)
            grids.append(block.grid(at: Place(left: left + (slot - block.width) / 2, top: top)))
            if !captions.names.isEmpty {
                names.append((number, Place(left: left + (slot - name) / 2, top: captions.nameHeight / 4)))
            }
            width = try checked(left + slot)
            height = try max(height, checked(top + block.height))
            left = width + padding + max(8, stream.format.width / 3 * layout.scale)
        }
        placeLabels(below: streams[0].format.height * layout.scale)
    }

    /// A grid for each stream, one above another, its name at the left of its middle.
    private mutating func planStack() throws {
        let left = captions.names.isEmpty ? 0 : captions.nameHeight * 5 / 6 + captions.widestName
        var top = 0
        for (number, stream) in streams.enumerated() {
            let block = try block(stream)
            grids.append(block.grid(at: Place(left: left, top: top)))
            if !captions.names.isEmpty {
                let name = captions.names[number]
                let place = Place(
                    left: left - captions.nameHeight / 2 - name.width, top: top + (block.height - name.height) / 2)
                names.append((number, place))
            }
            width = try max(width, checked(left + block.width))
            height = try checked(top + block.height)
            top = height + padding + max(8, stream.format.height / 3 * layout.scale)
        }
        placeLabels(below: streams[0].format.height * layout.scale)
    }

    /// The grid of one stream, wherever it goes.
    private struct Block {
        let width, height, columns, across, down: Int

        func grid(at origin: Place) -> TileGrid {
            TileGrid(origin: origin, columns: columns, across: across, down: down)
        }
    }

    private func block(_ stream: Tiles) throws -> Block {
        let format = stream.format
        let (rows, columns) = layout.shape(
            tiles: max(places, stream.count), width: format.width, height: format.height)
        let cell = try scaled(format.height) + captions.labelStrip
        return Block(
            width: try scaled(extent(columns, of: format.width, gap: layout.padding)),
            height: try extent(rows, of: cell, gap: padding), columns: columns,
            across: (format.width + layout.padding) * layout.scale, down: cell + padding)
    }

    // MARK: Parts

    private mutating func placeLabels(below depth: Int) {
        let width = streams[0].format.width * layout.scale
        labels = captions.labels.enumerated().map { tile, label in
            let place = grids[0].place(of: tile)
            return Place(left: place.left + (width - label.width) / 2, top: place.top + depth + 1)
        }
    }

    /// So many things of one size in a line, with a gap between neighbours.
    private func extent(_ count: Int, of size: Int, gap: Int) throws -> Int {
        let (sizes, overflow) = (size + gap).multipliedReportingOverflow(by: count)
        guard !overflow else { throw tooLarge }
        return try checked(sizes - gap)
    }

    private func scaled(_ size: Int) throws -> Int { try checked(size * layout.scale) }

    private func checked(_ size: Int) throws -> Int {
        guard size <= ContactSheet.maximumPixels else { throw tooLarge }
        return size
    }

    private var tooLarge: GridError { .tooLarge(tiles: streams.reduce(0) { $0 + $1.count }) }
}
