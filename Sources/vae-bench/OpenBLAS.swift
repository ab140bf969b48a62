import CommandSupport
import Glibc
import TensorStreams

/// The matrix product of OpenBLAS, the measure of what this machine can do. It is loaded only where it is asked for.
struct OpenBLAS {
    private typealias Product =
        @convention(c) (
            _ order: Int32, _ transposeA: Int32, _ transposeB: Int32, _ m: Int32, _ n: Int32, _ k: Int32,
            _ alpha: Float,
            _ a: UnsafePointer<Float>, _ lda: Int32, _ b: UnsafePointer<Float>, _ ldb: Int32, _ beta: Float,
            _ c: UnsafeMutablePointer<Float>, _ ldc: Int32
        ) -> Void

    private let product: Product

    init(threads: Int) throws {
        guard let library = dlopen("libopenblas.so.0", RTLD_NOW), let product = dlsym(library, "cblas_sgemm"),
            let setThreads = dlsym(library, "openblas_set_num_threads")
        else { throw Failure("OpenBLAS (libopenblas.so.0), to compare with, is not there: install libopenblas0") }
        self.product = unsafeBitCast(product, to: Product.self)
        unsafeBitCast(setThreads, to: (@convention(c) (Int32) -> Void).self)(Int32(threads))
    }

    /// Floating-point operations in a second of the product of two square matrices: the best of several.
    func rate(size: Int) -> Double {
        let a = [Float](repeating: 1, count: size * size)
        var c = a
        let n = Int32(size)
        let times = (0..<6).map { _ in
            let start = Clock.now
            // Row-major, neither factor transposed.
            product(101, 111, 111, n, n, n, 1, a, n, a, n, 0, &c, n)
            return Clock.now - start
        }
        return 2 * Double(size * size * size) / (times.min() ?? 1)
    }
}
