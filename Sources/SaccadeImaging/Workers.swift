#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Threads of our own, for work that would block the threads of Swift's concurrency.
package enum Workers {
    /// Calls a closure once for each number below `count` and returns when all are done.
    ///
    /// Each call has a thread of its own, the last one this thread. Where the system gives no thread, this one does its
    /// work too.
    package static func run(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
        var threads: [pthread_t] = []
        for number in 0..<max(0, count - 1) {
            if let thread = start({ body(number) }) {
                threads.append(thread)
            } else {
                body(number)
            }
        }
        if count > 0 { body(count - 1) }
        for thread in threads { pthread_join(thread, nil) }
    }

    /// The processors that this process may use.
    package static var processorCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    private final class Work: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    private static func start(_ body: @escaping @Sendable () -> Void) -> pthread_t? {
        let work = Unmanaged.passRetained(Work(body))
        #if canImport(Darwin)
        var thread: pthread_t?
        let code = pthread_create(
            &thread, nil,
            {
                Unmanaged<Work>.fromOpaque($0).takeRetainedValue().body()
                return nil
            }, work.toOpaque())
        #else
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            {
                if let argument = $0 { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body() }
                return nil
            }, work.toOpaque())
        #endif
        guard code == 0 else {
            work.release()
            return nil
        }
        return thread
    }
}
