import VAEKit

/// How the pixels of images come.
package enum PixelType: String, CaseIterable, Sendable {
    /// Bytes, which stand for value/255.
    case u8
    /// Numbers within [0, 1].
    case f32
}

extension GraphBuilder {
    /// The images that a model takes, in the shape that a stream has them in, (batch, height, width, channels) of maps of several
    /// channels, as numbers within [0, 1].
    ///
    /// - Parameter threshold: where given, pixels are 1 above this u8 value and 0 elsewhere.
    mutating func images(_ shape: [Int], _ type: PixelType, threshold: Int? = nil) -> String {
        scope = "images"
        let note = type == .u8 ? "pixels as bytes" : "pixels within [0, 1]"
        let given = input(ValueInfo("images", type == .u8 ? .u8 : .float, shape, note: note))
        let numbers = type == .u8 ? toFloat(given) : given
        guard let threshold else { return type == .u8 ? add("Div", [numbers, number(255)]) : numbers }
        let limit = type == .u8 ? Float(threshold) : Float(threshold) / 255
        return toFloat(add("Greater", [numbers, number(limit)]))
    }

    /// Values that are no pixels, in the shape that a stream has them in, as a model sees them.
    mutating func values(_ shape: [Int], _ scaling: ValueScaling) -> String {
        scope = "images"
        let given = input(ValueInfo("images", .float, shape, note: "values in the units of the data"))
        let (offset, factor) = scale(scaling, shape)
        return add("Div", [add("Sub", [given, offset]), factor])
    }

    /// What an encoder is given of counts: log(1 + x).
    mutating func counts(_ shape: [Int]) -> String {
        scope = "images"
        let given = input(ValueInfo("images", .float, shape, note: "counts"))
        return add("Log", [add("Add", [given, number(1)])])
    }

    private mutating func scale(_ scaling: ValueScaling, _ shape: [Int]) -> (offset: String, factor: String) {
        let sizes = scaling.offsets.count == 1 ? [1] : shape
        return (
            tensor("scale.offset", scaling.offsets, sizes), tensor("scale.factor", scaling.factors, sizes)
        )
    }

    private mutating func toFloat(_ name: String) -> String {
        add("Cast", [name], [("to", .integer(DataType.float.rawValue))])
    }

    /// Images as layers take them, with their channels first.
    mutating func item(ofImages images: String, _ shape: [Int]) -> ItemValue {
        let item = ItemOutline.input(MapShape(imageShape: shape))
        switch shape.count {
        case 1: return ItemValue(images, item)
        case 3 where !item.isVector: return ItemValue(transpose(images, [0, 3, 1, 2]), item)
        default: return ItemValue(reshape(images, item.sizes), item)
        }
    }

    /// Values with the one-hot of each item's class behind their channels.
    mutating func told(_ value: ItemValue, classes: Int?) -> ItemValue {
        guard let classes else { return value }
        let label = input(ValueInfo("labels", .i64, [], note: "the class of each item, 0 to \(classes - 1)"))
        var oneHot = add("OneHot", [label, integer(classes), numbers([0, 1])], [("axis", .integer(-1))])
        let map = value.item.map
        if !value.item.isVector {
            oneHot = add(
                "Mul", [reshape(oneHot, [-1, classes, 1, 1]), filled(1, [1, 1, map.height, map.width])])
        }
        let item = ItemOutline(map.adding(channels: classes), isVector: value.item.isVector)
        return ItemValue(add("Concat", [value.name, oneHot], [("axis", .integer(1))]), item)
    }

    /// Lets the images that have these logits be what the graph puts out: means within [0, 1], in the shape of a stream.
    mutating func putOutImages(_ logits: ItemValue, _ shape: [Int]) {
        scope = "images"
        let image = streamed(ItemValue(add("Sigmoid", [logits.name]), logits.item), shape)
        output(image, ValueInfo("images", .float, shape, note: "pixel means within [0, 1]"))
    }

    /// The same of means of values that are no pixels, in the units of the data.
    mutating func putOutValues(_ means: ItemValue, _ shape: [Int], _ scaling: ValueScaling) {
        scope = "images"
        let (offset, factor) = scale(scaling, shape)
        let values = add("Add", [add("Mul", [streamed(means, shape), factor]), offset])
        output(values, ValueInfo("images", .float, shape, note: "means of values in the units of the data"))
    }

    /// The same of shares of an item's sum.
    mutating func putOutShares(_ outputs: ItemValue, _ shape: [Int]) {
        scope = "images"
        let flat = outputs.item.isVector ? outputs.name : reshape(outputs.name, [-1, outputs.item.map.count])
        let shares = add("Softmax", [flat], [("axis", .integer(-1))])
        let item = ItemOutline(outputs.item.map, isVector: true)
        output(streamed(ItemValue(shares, item), shape), ValueInfo("images", .float, shape, note: "shares of a sum"))
    }

    /// An image in the shape of a stream.
    private mutating func streamed(_ image: ItemValue, _ shape: [Int]) -> String {
        if shape.count == 3 { return transpose(map(image).name, [0, 2, 3, 1]) }
        return shape.count == 2 || !image.item.isVector ? reshape(image.name, [-1] + shape) : image.name
    }
}
