import Disentanglement
import Testing

@Suite struct LineSupportVectorTests {
    /// At the minimum both slopes are 0.
    @Test func endsAtTheMinimum() {
        let x = [-2, -1, 0.5, 0.2, 1, 3, -0.3]
        let isMember = [false, false, true, false, true, true, true]
        let machine = LineSupportVector(x, isMember: isMember, costs: (0.8, 0.3))
        var slopes = (machine.weight, machine.bias)
        for (value, member) in zip(x, isMember) {
            let sign = member ? 1.0 : -1
            let miss = max(0, 1 - sign * machine.decision(value))
            slopes.0 -= 2 * (member ? 0.8 : 0.3) * miss * sign * value
            slopes.1 -= 2 * (member ? 0.8 : 0.3) * miss * sign
        }
        #expect(abs(slopes.0) < 1e-10 && abs(slopes.1) < 1e-10)
        #expect(machine.weight > 0.1)
    }
}
