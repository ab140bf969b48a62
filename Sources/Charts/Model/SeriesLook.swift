/// What tells a series from the others: its place in the order of colours and markers, and the dashes of its line.
package struct SeriesLook: Equatable, Sendable {
    package let category: Int
    package let dashes: Dashes

    /// One series after another: first the colours differ, then the dashes.
    package init(category: Int) { (self.category, dashes) = (category, Dashes(category: category)) }

    /// The series of a run, of which one is measured on the images it is trained on and the other on those kept aside.
    package init(ofRun run: Int, isValidation: Bool) {
        category = run
        let pattern = 2 * (run / ChartColors.categories.count) + (isValidation ? 1 : 0)
        dashes = Dashes(rawValue: pattern % Dashes.allCases.count) ?? .none
    }
}
