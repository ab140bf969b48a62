/// What a chart shows, whatever it is drawn on.
public struct Chart: Sendable {
    public var title: String?
    public var x: Axis
    public var y: Axis
    public var marks: Marks

    public init(title: String? = nil, x: Axis, y: Axis, marks: Marks) {
        self.title = title
        self.x = x
        self.y = y
        self.marks = marks
    }

    public struct Axis: Sendable {
        public var title: String?
        public var isLogarithmic: Bool
        /// What the axis shows, where that does not follow from the values.
        public var limits: ClosedRange<Double>?

        public init(title: String? = nil, isLogarithmic: Bool = false) {
            self.title = title
            self.isLogarithmic = isLogarithmic
        }
    }

    public enum Marks: Sendable {
        case points(PointCloud)
        case lines([Line])
        case bars([Histogram])
    }
}
