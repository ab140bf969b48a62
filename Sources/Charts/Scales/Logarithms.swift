import Glibc

/// Base 10, of a positive number.
func logarithm(_ value: Double) -> Double { log10(value) }

/// Ten to this power.
func power(_ exponent: Double) -> Double { pow(10, exponent) }

func cubeRoot(_ value: Double) -> Double { cbrt(value) }
