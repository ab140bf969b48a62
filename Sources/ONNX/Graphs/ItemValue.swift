import VAEKit

/// A value of a graph that holds an item for each of the batch: (batch, channels, height, width), or (batch, values) for
/// vectors.
struct ItemValue {
    let name: String
    let item: ItemOutline

    init(_ name: String, _ item: ItemOutline) { (self.name, self.item) = (name, item) }

    /// The same numbers under another name, as an item's own shape says.
    func with(_ name: String) -> ItemValue { ItemValue(name, item) }
}

extension ItemOutline {
    /// The sizes of a tensor for any number of them, as Reshape takes them.
    var sizes: [Int] { isVector ? [-1, map.count] : [-1, map.channels, map.height, map.width] }

    /// As a plan takes it for its input: a map of one pixel is a vector.
    static func input(_ map: MapShape) -> ItemOutline { ItemOutline(map, isVector: map.pixels == 1) }
}

extension GraphBuilder {
    /// The values of an item as a vector, channel by channel.
    mutating func vector(_ value: ItemValue) -> ItemValue {
        let item = ItemOutline(value.item.map, isVector: true)
        return value.item.isVector ? value : ItemValue(add("Flatten", [value.name], [("axis", .integer(1))]), item)
    }

    /// The values of an item as a map.
    mutating func map(_ value: ItemValue) -> ItemValue {
        let item = ItemOutline(value.item.map, isVector: false)
        return value.item.isVector ? ItemValue(reshape(value.name, item.sizes), item) : value
    }

    mutating func reshape(_ name: String, _ sizes: [Int]) -> String { add("Reshape", [name, integers(sizes)]) }

    mutating func transpose(_ name: String, _ order: [Int]) -> String {
        add("Transpose", [name], [("perm", .integers(order))])
    }

    /// A dense layer of a vector, by the name that its weight and its bias begin with.
    mutating func dense(_ value: ItemValue, _ name: String) -> String {
        let input = vector(value).name
        return add("Gemm", [input, weight("\(name).weight"), weight("\(name).bias")], [("transB", .integer(1))])
    }
}
