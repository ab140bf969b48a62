import Glibc

/// What a thread is there to do; it ends with it.
final class Errand {
    private let body: () -> Void

    init(_ body: @escaping () -> Void) { self.body = body }

    /// - Returns: whether there could be another thread.
    func start() -> Bool {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self)
        let failed = pthread_create(
            &thread, nil,
            { context in
                Unmanaged<Errand>.fromOpaque(context!).takeRetainedValue().body()
                return nil
            }, context.toOpaque())
        if failed != 0 {
            context.release()
            return false
        }
        pthread_detach(thread)
        return true
    }
}
