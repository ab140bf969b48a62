/// The ways of writing each digit that drawn digits start from.
///
/// They follow the habits seen on forms and envelopes: a four open or closed, a seven with or without its bar, a one
/// with a flag or a foot, a two with or without a loop. A `Hand` then makes every drawing of a style different.
enum DigitStyles {
    /// The styles of each digit from 0 to 9.
    static let all: [[Style]] = [
        zero, one, two, three, four, five, six, seven, eight, nine,
    ]

    static let zero: [Style] = [
        // One round, closing where it began.
        Style(
            4, .round,
            Stroke([
                0.42, 0.0, 0.19, 0.08, 0.02, 0.32, 0.0, 0.62, 0.14, 0.92, 0.37, 1.0, 0.63, 0.86, 0.75, 0.56, 0.7, 0.24,
                0.53, 0.04, 0.38, 0.01,
            ])),
        // Overlapping its start and curling in.
        Style(
            2, .round,
            Stroke([
                0.49, 0.04, 0.28, 0.06, 0.07, 0.3, 0.0, 0.6, 0.12, 0.9, 0.35, 1.0, 0.6, 0.84, 0.72, 0.5, 0.65, 0.18,
                0.46, 0.02, 0.26, 0.1,
            ])),
        // Left open at the top right.
        Style(
            1, .round,
            Stroke([
                0.39, 0.02, 0.14, 0.16, 0.0, 0.5, 0.09, 0.86, 0.35, 1.0, 0.63, 0.86, 0.74, 0.5, 0.67, 0.2, 0.49, 0.06,
            ])),
        // Clockwise and wide.
        Style(
            1.5, .round,
            Stroke([
                0.16, 0.1, 0.49, 0.0, 0.79, 0.14, 0.9, 0.46, 0.79, 0.82, 0.46, 1.0, 0.14, 0.86, 0.0, 0.52, 0.09, 0.2,
                0.32, 0.02,
            ])),
    ]

    static let one: [Style] = [
        Style(7, .downstroke, Stroke([0.3, 0.0, 0.3, 0.5, 0.3, 1.0])),
        Style(2, .downstroke, Stroke([0.26, 0.0, 0.34, 0.35, 0.32, 0.7, 0.24, 1.0])),
        // With a flag.
        Style(1.2, Stroke([0.1, 0.26, 0.22, 0.16, 0.34, 0.0, 0.33, 0.5, 0.32, 1.0], corners: [2])),
        // With a flag and a foot.
        Style(
            0.8,
            Stroke([0.1, 0.2, 0.22, 0.12, 0.32, 0.0, 0.31, 0.5, 0.3, 0.98], corners: [2]),
            Stroke([0.04, 0.98, 0.3, 0.99, 0.58, 0.97])),
    ]

    static let two: [Style] = [
        // Flat foot, sharp turn.
        Style(
            3,
            Stroke(
                [
                    0.04, 0.22, 0.12, 0.06, 0.32, 0.0, 0.52, 0.1, 0.55, 0.28, 0.44, 0.52, 0.24, 0.76, 0.02, 0.97, 0.3,
                    0.95, 0.66, 0.96,
                ], corners: [7])),
        // A loop at the foot.
        Style(
            3,
            Stroke([
                0.06, 0.18, 0.18, 0.04, 0.38, 0.0, 0.54, 0.12, 0.52, 0.34, 0.4, 0.6, 0.22, 0.86, 0.06, 0.97, 0.0, 0.88,
                0.1, 0.79, 0.28, 0.86, 0.5, 0.96, 0.8, 0.92,
            ])),
        // A wave for a foot.
        Style(
            2,
            Stroke(
                [
                    0.02, 0.14, 0.2, 0.02, 0.42, 0.04, 0.52, 0.22, 0.42, 0.5, 0.22, 0.78, 0.06, 0.96, 0.2, 0.88, 0.38,
                    0.94, 0.54, 1.0, 0.7, 0.9,
                ], corners: [6])),
        // Quick, like a z.
        Style(
            1,
            Stroke(
                [
                    0.06, 0.1, 0.26, 0.02, 0.5, 0.03, 0.46, 0.26, 0.26, 0.6, 0.04, 0.94, 0.36, 0.9, 0.62, 0.94,
                ], corners: [5])),
        // A wide loop low on the line.
        Style(
            2,
            Stroke([
                0.12, 0.26, 0.2, 0.06, 0.4, 0.0, 0.56, 0.12, 0.54, 0.36, 0.4, 0.64, 0.2, 0.92, 0.04, 0.98, 0.02, 0.84,
                0.18, 0.72, 0.36, 0.8, 0.54, 0.93, 0.86, 0.96,
            ])),
    ]

    static let three: [Style] = [
        // Two bowls meeting in a point.
        Style(
            4,
            Stroke(
                [
                    0.06, 0.12, 0.24, 0.0, 0.48, 0.06, 0.52, 0.24, 0.38, 0.4, 0.18, 0.47, 0.42, 0.52, 0.58, 0.7, 0.48,
                    0.92, 0.22, 1.0, 0.0, 0.9,
                ], corners: [5])),
        // A small loop between the bowls.
        Style(
            1.5,
            Stroke([
                0.04, 0.16, 0.22, 0.01, 0.46, 0.04, 0.54, 0.2, 0.42, 0.4, 0.22, 0.5, 0.17, 0.45, 0.28, 0.43, 0.5, 0.54,
                0.58, 0.74, 0.42, 0.95, 0.16, 1.0, 0.0, 0.88,
            ])),
        // Flat on top.
        Style(
            1,
            Stroke(
                [
                    0.06, 0.03, 0.3, 0.02, 0.54, 0.0, 0.4, 0.2, 0.24, 0.4, 0.46, 0.46, 0.58, 0.66, 0.48, 0.9, 0.22, 1.0,
                    0.0, 0.92,
                ], corners: [2, 4])),
        // A shallow waist, no turn back.
        Style(
            1.5,
            Stroke([
                0.08, 0.1, 0.3, 0.0, 0.5, 0.1, 0.48, 0.3, 0.36, 0.43, 0.32, 0.48, 0.46, 0.56, 0.54, 0.74, 0.4, 0.94,
                0.14, 0.99, 0.0, 0.9,
            ])),
    ]

    static let four: [Style] = [
        // Open, in two strokes: an angle, then the stem.
        Style(
            2.5,
            Stroke([0.1, 0.02, 0.06, 0.28, 0.02, 0.54, 0.3, 0.54, 0.64, 0.5], corners: [2]),
            Stroke([0.52, 0.06, 0.48, 0.5, 0.44, 1.0])),
        // Open, rounded like a u, the stem drawn on.
        Style(
            3.5,
            Stroke(
                [
                    0.06, 0.04, 0.02, 0.26, 0.08, 0.47, 0.28, 0.5, 0.46, 0.36, 0.58, 0.08, 0.54, 0.4, 0.47, 0.7, 0.42,
                    1.0,
                ], corners: [5])),
        // Closed, as printed.
        Style(
            1.5,
            Stroke([0.46, 0.0, 0.24, 0.32, 0.0, 0.62, 0.34, 0.62, 0.68, 0.6], corners: [2]),
            Stroke([0.46, 0.0, 0.45, 0.5, 0.44, 1.0])),
        // Open and rounded, in two strokes.
        Style(
            2,
            Stroke([0.1, 0.0, 0.02, 0.24, 0.04, 0.46, 0.24, 0.52, 0.56, 0.44]),
            Stroke([0.58, 0.0, 0.52, 0.4, 0.46, 1.0])),
        // The angle closed by a slanting stroke.
        Style(
            1,
            Stroke(
                [0.5, 0.02, 0.28, 0.22, 0.04, 0.5, 0.28, 0.5, 0.46, 0.44, 0.56, 0.04, 0.5, 0.5, 0.44, 1.0],
                corners: [2, 5])),
    ]
}
