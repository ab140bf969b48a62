extension Factor {
    /// The items of each class, in order.
    var members: [[Int]] {
        var members = [[Int]](repeating: [], count: classCount)
        for (item, place) in classes.enumerated() { members[place].append(item) }
        return members
    }
}
