// A lock of the system. Differs between systems in its import alone.
#if canImport(Glibc)
package import Glibc
#elseif canImport(Darwin)
package import Darwin
#endif

/// A value that one thread at a time may touch.
///
/// In place of `Synchronization.Mutex`, which on Linux ends the process in a child that was forked from one in which the
/// same thread had used any `Mutex`: it goes on by the thread number of the parent, and traps as soon as another thread of
/// the child waits. Servers fork their workers; so what is embedded in them uses this one. A lock that another thread
/// holds while the process forks stays locked in the child for good: what a child may still call must not use it.
package struct Lock<Value: ~Copyable>: ~Copyable, @unchecked Sendable {
    // Only one thread at a time reaches the value, through the mutex; both stay at one place in memory, as the system
    // needs it for the mutex.

    @usableFromInline let mutex: UnsafeMutablePointer<pthread_mutex_t>
    @usableFromInline let value: UnsafeMutablePointer<Value>

    /// Creates a lock that nobody holds.
    @inlinable package init(_ initial: consuming sending Value) {
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        pthread_mutex_init(mutex, nil)
        value = .allocate(capacity: 1)
        value.initialize(to: initial)
    }

    @inlinable deinit {
        value.deinitialize(count: 1)
        value.deallocate()
        pthread_mutex_destroy(mutex)
        mutex.deinitialize(count: 1)
        mutex.deallocate()
    }

    /// Calls a closure with the value while no other thread has it; a closure must not come back to the same lock.
    @inlinable package borrowing func withLock<Result: ~Copyable, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&value.pointee)
    }
}
