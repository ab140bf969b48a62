import Glibc
import TensorStreams

/// How one drawing differs from its style's model: the proportions, the lean, the tremor and the pen of the moment.
struct Hand {
    /// Spread of the knots round their place, in units of the digit's height.
    var tremor: Float
    /// Shear (dx per dy), turn in radians, and width over height relative to the model.
    var shear: Float
    var turn: Point
    var aspect: Float
    /// Where the middle sits, how much wider the top is than the bottom, and how far the axis bows.
    var waist: Float
    var taper: Float
    var bow: Float
    /// Two slow waves that bend the paper: direction × frequency, amplitude and phase.
    var waves: [Wave]
    /// Half the stroke's width in pixels of a 28×28 image.
    var radius: Float
    /// Pressure along a stroke: strength, frequency and phase of its swell, and how thin the end runs out.
    var swell: Float
    var swellRate: Float
    var swellPhase: Float
    var runOut: Float
    /// How ragged the paper makes the edge, in pixels of a 28×28 image.
    var grain: Float
    /// The broad nib's angle (as cosine and sine of twice it) and how much broader it writes along that angle.
    var nib: Point

    struct Wave {
        var direction: Point
        var displacement: Point
        var phase: Float
    }

    /// Draws the hand for one item of the given style.
    init(for style: Style, from random: inout RandomSource) {
        let care = expf(0.4 * random.bounded(2.2))
        tremor = 0.02 * care
        shear = style.manner.lean + style.manner.spread * random.bounded(2.2)
        let angle = 0.1 * random.bounded(2.5)
        turn = Point(cosf(angle), sinf(angle))
        aspect = expf(0.05 + 0.21 * random.bounded(2.2))
        waist = 0.26 * random.bounded(2.2)
        taper = 0.22 * random.bounded(2.2)
        bow = style.manner.bend * 0.045 * random.bounded(2.2)
        waves = []
        for _ in 0..<2 {
            let direction = Point(random.bounded(2), random.bounded(2)) * 2.6
            let displacement = Point(random.bounded(2), random.bounded(2)) * (style.manner.bend * 0.04)
            waves.append(Wave(direction: direction, displacement: displacement, phase: 6.2832 * random.uniform()))
        }
        radius = min(2.6, max(0.62, 1.2 * expf(0.3 * random.bounded(2.5))))
        swell = 0.16 * random.uniform()
        swellRate = 3 + 7 * random.uniform()
        swellPhase = 6.2832 * random.uniform()
        runOut = random.uniform() < 0.5 ? 0.5 * random.uniform() : 0
        grain = 0.05 + 0.25 * random.uniform() * random.uniform()
        let nibAngle = 6.2832 * random.uniform()
        nib = Point(cosf(nibAngle), sinf(nibAngle)) * (0.22 * random.uniform())
    }

    /// Where a point of the model lands on the paper.
    func place(_ model: Point) -> Point {
        let y = model.y + waist * model.y * (1 - model.y)
        let height = 2 * y - 1
        var point = Point((model.x - 0.3) * (1 - taper * height) * aspect + bow * height * height, y - 0.5)
        for wave in waves {
            point += wave.displacement * sinf((wave.direction * point).sum() + wave.phase)
        }
        point.x -= shear * point.y
        return Point(point.x * turn.x - point.y * turn.y, point.x * turn.y + point.y * turn.x)
    }

    /// Half the stroke's width at a place along it, relative to `radius`.
    func pressure(at progress: Float) -> Float {
        let ending = max(0, (progress - 0.75) * 4)
        return 1 + swell * sinf(swellRate * progress + swellPhase) - runOut * ending * ending
    }

    /// How much broader than its middle width the nib writes in a direction.
    func breadth(along direction: Point) -> Float {
        let square = (direction * direction).sum()
        guard square > 1e-6 else { return 1 }
        let x = direction.x * direction.x - direction.y * direction.y
        let y = 2 * direction.x * direction.y
        return 1 + (nib.x * x + nib.y * y) / square
    }

    /// The strokes with every knot moved a little and every end drawn longer or stopped short.
    func disturb(_ strokes: [Stroke], from random: inout RandomSource) -> [Stroke] {
        strokes.map { stroke in
            var stroke = stroke
            for index in stroke.knots.indices {
                stroke.knots[index].position += Point(random.bounded(2.5), random.bounded(2.5)) * tremor
            }
            let last = stroke.knots.count - 1
            guard last > 0 else { return stroke }
            stroke.extend(0, awayFrom: 1, by: 0.16 * random.bounded(2.2))
            stroke.extend(last, awayFrom: last - 1, by: 0.22 * random.bounded(2.2))
            return stroke
        }
    }
}

extension Stroke {
    fileprivate mutating func extend(_ end: Int, awayFrom neighbour: Int, by part: Float) {
        knots[end].position += (knots[end].position - knots[neighbour].position) * part
    }
}
