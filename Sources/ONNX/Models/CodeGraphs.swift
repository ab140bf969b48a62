import VAEKit

extension Graph {
    /// From images to the numbers of their codes, `codes`, in the shape that vae-encode writes them in.
    package static func encoder(of model: CodeAutoencoder, pixels: PixelType) -> Graph {
        let description = model.description
        var builder = GraphBuilder("encoder", model)
        let images = builder.taken(model, threshold: description.threshold, pixels)
        let input = builder.item(ofImages: images, description.imageShape)
        let hidden = builder.layers(model.encoderOutline.lists[0], input)
        builder.scope = "codes"
        let values = builder.values(hidden, description)
        let codes = builder.codes(values, description.quantiser)
        builder.output(codes, ValueInfo("codes", .i64, model.codeFormat.shape, note: "numbers of codes"))
        return builder.graph
    }

    /// From the numbers of codes to images.
    package static func decoder(of model: CodeAutoencoder) -> Graph {
        let description = model.description
        var builder = GraphBuilder("decoder", model)
        builder.scope = "codes"
        let codes = builder.input(
            ValueInfo("codes", .i64, model.codeFormat.shape, note: "numbers of codes, from 0"))
        let vectors = builder.vectors(codes, description.quantiser)
        let input = builder.item(ofVectors: vectors, model.quantised, isMap: description.places == nil)
        builder.putOut(builder.layers(model.decoderOutline.lists[0], input), model)
        return builder.graph
    }
}

// Vectors of codes lie with their width last: (batch, places, width), or (batch, height, width of the map, width).
extension GraphBuilder {
    /// What codes are found for: what `mean` puts out.
    fileprivate mutating func values(_ hidden: ItemValue, _ description: CodeDescription) -> String {
        let width = description.quantiser.width
        if let places = description.places { return reshape(dense(hidden, "mean"), [-1, places, width]) }
        let inputs = [map(hidden).name, weight("mean.weight"), weight("mean.bias")]
        return transpose(add("Conv", inputs, window(1, 1)), [0, 2, 3, 1])
    }

    fileprivate mutating func item(ofVectors vectors: String, _ item: ItemOutline, isMap: Bool) -> ItemValue {
        let values = isMap ? transpose(vectors, [0, 3, 1, 2]) : vectors
        return ItemValue(item.isVector ? reshape(values, item.sizes) : values, item)
    }

    fileprivate mutating func codes(_ values: String, _ quantiser: QuantiserDescription) -> String {
        switch quantiser {
        case .levels(let levels): return levelCodes(values, levels)
        case .codebooks(let books):
            var (rest, numbers) = (values, [String]())
            for book in 0..<books.residual {
                let weight = weight("codebook.\(book).weight")
                numbers.append(nearest(rest, weight))
                if book + 1 < books.residual {
                    rest = add("Sub", [rest, add("Gather", [weight, numbers[book]])])
                }
            }
            if numbers.count == 1 { return numbers[0] }
            let columns = numbers.map { add("Unsqueeze", [$0, integers([-1])]) }
            return add("Concat", columns, [("axis", .integer(-1))])
        }
    }

    /// argmin |x − e|², which is argmax x·e − |e|²/2; of codes that are as near the lowest.
    private mutating func nearest(_ values: String, _ book: String) -> String {
        let products = add("MatMul", [values, transpose(book, [1, 0])])
        let squares = add(
            "ReduceSum", [add("Mul", [book, book]), integers([1])], [("keepdims", .integer(0))])
        let scores = add("Sub", [products, add("Mul", [squares, number(0.5)])])
        return add("ArgMax", [scores], [("axis", .integer(-1)), ("keepdims", .integer(0))])
    }

    /// Each channel bounded and rounded to its levels (`LevelKernel` has the formula), and those numbered.
    private mutating func levelCodes(_ values: String, _ levels: [Int]) -> String {
        let bounds = LevelKernel(levels: levels, columns: 1).bounds
        let shifted = add("Add", [values, numbers(bounds.map(\.shift))])
        let bounded = add("Mul", [add("Tanh", [shifted]), numbers(bounds.map(\.half))])
        let rounded = add("Round", [add("Sub", [bounded, numbers(bounds.map(\.offset))])])
        let steps = add("Mul", [add("Add", [rounded, numbers(bounds.map(\.width))]), numbers(bounds.map(\.step))])
        let sum = add("ReduceSum", [steps, integers([-1])], [("keepdims", .integer(0))])
        return add("Cast", [sum], [("to", .integer(DataType.i64.rawValue))])
    }

    fileprivate mutating func vectors(_ codes: String, _ quantiser: QuantiserDescription) -> String {
        switch quantiser {
        case .levels(let levels): return levelVectors(codes, levels)
        case .codebooks(let books) where books.residual == 1:
            return add("Gather", [weight("codebook.0.weight"), codes])
        case .codebooks(let books):
            let vectors = (0..<books.residual).map { book in
                let numbers = add("Gather", [codes, integer(book)], [("axis", .integer(-1))])
                return add("Gather", [weight("codebook.\(book).weight"), numbers])
            }
            return vectors.dropFirst().reduce(vectors[0]) { add("Add", [$0, $1]) }
        }
    }

    private mutating func levelVectors(_ codes: String, _ levels: [Int]) -> String {
        let bounds = LevelKernel(levels: levels, columns: 1).bounds
        let number = add("Cast", [codes], [("to", .integer(DataType.float.rawValue))])
        let column = add("Unsqueeze", [number, integers([-1])])
        let above = add("Floor", [add("Div", [column, numbers(bounds.map(\.step))])])
        let counts = numbers(levels.map { Float($0) })
        let turns = add("Mul", [add("Floor", [add("Div", [above, counts])]), counts])
        let widths = numbers(bounds.map(\.width))
        return add("Div", [add("Sub", [add("Sub", [above, turns]), widths]), widths])
    }
}
