/// What the first line of a table may be, by what its fields are.
enum FirstLine: Equatable {
    case names
    case row
    /// Numbers that may be either.
    case unclear

    /// What one of its fields is.
    enum Field: Equatable {
        case number(Double)
        case missing(isEmpty: Bool)
        case word
    }

    /// Words are names, and numbers alone a row; but pandas calls columns 0, 1, 2 … that nobody named, and a row may lack a
    /// value.
    init(_ fields: [Field]) {
        let numbers = fields.compactMap { if case .number(let number) = $0 { number } else { nil } }
        let counts = numbers.count > 1 && numbers.elementsEqual((0..<numbers.count).map { Double($0) })
        if fields.contains(.word) || fields.allSatisfy({ $0 == .missing(isEmpty: true) }) {
            self = .names
        } else if numbers.count == fields.count {
            self = counts ? .unclear : .row
        } else {
            // An index without a name before them.
            let isNumbered = counts && fields.count == numbers.count + 1 && fields[0] == .missing(isEmpty: true)
            self = isNumbered ? .names : .unclear
        }
    }
}
