import Glibc

/// log 1/n Σ exp xᵢ of numbers that come one after another, which neither overflows nor loses the small ones' sum.
package struct LogMeanExp {
    private var largest = -Double.infinity
    /// Of exp(xᵢ − largest).
    private var sum = 0.0
    private var count = 0.0

    package init() {}

    package mutating func add(_ x: Double) {
        count += 1
        if x > largest {
            sum = sum * exp(largest - x) + 1
            largest = x
        } else if x != -.infinity {
            sum += exp(x - largest)
        }
    }

    /// Minus infinity where all numbers are.
    package var value: Double { largest + log(sum) - log(count) }
}
