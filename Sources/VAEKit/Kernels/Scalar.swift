import Glibc

/// The C library's functions of one number, beside those of vectors that bear the same names.
enum Scalar {
    static func log(_ x: Float) -> Float { Glibc.logf(x) }
    static func exp(_ x: Float) -> Float { Glibc.expf(x) }
}
