// What the recorder asks of the system: clocks, one thread, forks and exits. The only file here that differs between systems.
import Saccade
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The clocks of the system, in nanoseconds.
enum SystemClock {
    /// A clock that never runs backwards.
    @inline(__always) static func steady() -> Int { read(CLOCK_MONOTONIC) }

    /// What a clock that never runs backwards will show after a time; a time that is too long counts as centuries.
    static func steady(after nanoseconds: Int) -> Int {
        let (sum, isTooLarge) = steady().addingReportingOverflow(nanoseconds)
        return isTooLarge ? (nanoseconds < 0 ? 0 : .max) : sum
    }

    /// The time since 1970.
    static func wall() -> Int { read(CLOCK_REALTIME) }

    @inline(__always) private static func read(_ clock: clockid_t) -> Int {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int(time.tv_sec) &* 1_000_000_000 &+ Int(time.tv_nsec)
    }

    /// Lets the thread sleep.
    static func sleep(nanoseconds: Int) {
        var time = timespec(tv_sec: nanoseconds / 1_000_000_000, tv_nsec: nanoseconds % 1_000_000_000)
        nanosleep(&time, nil)
    }
}

/// A thread that the system runs and not the pool of Swift's tasks, so that it may block.
enum SystemThread {
    /// Begins a thread, which ends by itself when the closure returns.
    ///
    /// - Throws: ``RecorderError`` with code `no-thread` if the system gives none.
    static func start(_ body: @escaping @Sendable () -> Void) throws(RecorderError) {
        let box = Unmanaged.passRetained(ThreadBody(body))
        #if canImport(Darwin)
        var thread: pthread_t?
        #else
        var thread = pthread_t()
        #endif
        // The thread has the mask of the one that begins it. What the host wants to hear of comes to threads of its own; a
        // crash of this one is for the host's crash reporter, as any other.
        var (asynchronous, before) = (sigset_t(), sigset_t())
        sigfillset(&asynchronous)
        for signal in [SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP] { sigdelset(&asynchronous, signal) }
        pthread_sigmask(SIG_BLOCK, &asynchronous, &before)
        let code = pthread_create(&thread, nil, runThread, box.toOpaque())
        pthread_sigmask(SIG_SETMASK, &before, nil)
        guard code == 0 else {
            box.release()
            throw RecorderError(.noThread, "expected a thread for the recorder, found the system's error \(code)")
        }
        #if canImport(Darwin)
        if let thread { pthread_detach(thread) }
        #else
        pthread_detach(thread)
        #endif
    }
}

private final class ThreadBody {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

private func runThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().body()
    return nil
}

/// A bell that one thread waits for and others ring, with a longest time to wait.
final class Bell: @unchecked Sendable {
    // The mutex and the condition are at fixed places in memory, as the system needs them, and are used through its own
    // functions only; `isRung` is touched only while the mutex is held.
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var isRung = false

    init() {
        pthread_mutex_init(mutex, nil)
        #if canImport(Darwin)
        pthread_cond_init(condition, nil)
        #else
        // The wall clock may be set back while somebody waits.
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
        #endif
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Wakes the thread that waits, or the next one that does.
    func ring() {
        pthread_mutex_lock(mutex)
        isRung = true
        pthread_cond_signal(condition)
        pthread_mutex_unlock(mutex)
    }

    /// Waits until the bell is rung or some time has passed.
    ///
    /// - Returns: Whether it was rung.
    @discardableResult func wait(nanoseconds: Int) -> Bool {
        let end = SystemClock.steady(after: nanoseconds)
        pthread_mutex_lock(mutex)
        var code: Int32 = 0
        while !isRung, code == 0 {
            #if canImport(Darwin)
            let rest = max(0, end - SystemClock.steady())
            var time = timespec(tv_sec: rest / 1_000_000_000, tv_nsec: rest % 1_000_000_000)
            code = pthread_cond_timedwait_relative_np(condition, mutex, &time)
            #else
            var time = timespec(tv_sec: end / 1_000_000_000, tv_nsec: end % 1_000_000_000)
            code = pthread_cond_timedwait(condition, mutex, &time)
            #endif
        }
        let rung = isRung
        isRung = false
        pthread_mutex_unlock(mutex)
        return rung
    }
}

/// How many times this process is a fork of one that had a recorder.
///
/// A fork has the memory of its parent and none of its threads: a recorder that was made before it must not write.
enum ForkGuard {
    private static let forks = Atomic<Int>(0)

    /// Watches for forks from now on.
    static let isWatching: Bool = {
        ExitFlush.prepare()
        let status = pthread_atfork(nil, nil) {
            ForkGuard.forks.wrappingAdd(1, ordering: .relaxed)
            ExitFlush.forget()
        }
        return status == 0
    }()

    @inline(__always) static var generation: Int { forks.load(ordering: .relaxed) }
}

/// The recorders that are flushed when the process exits.
enum ExitFlush {
    private final class Entry: Sendable {
        nonisolated(unsafe) weak var core: RecorderCore?
        init(_ core: RecorderCore) { self.core = core }
    }

    /// The recorders of one process.
    private final class Entries: Sendable {
        let all = Lock<[Entry]>([])
    }

    private static let current = Atomic(Unmanaged.passRetained(Entries()))
    private static var entries: Entries { current.load(ordering: .acquiring).takeUnretainedValue() }

    private static let isRegistered = atexit { ExitFlush.run() } == 0

    static func add(_ core: RecorderCore) {
        _ = isRegistered
        let entry = Entry(core)
        entries.all.withLock { entries in
            entries.removeAll { $0.core == nil }
            entries.append(entry)
        }
    }

    /// Makes the list before a fork can find it half made.
    fileprivate static func prepare() { _ = current.load(ordering: .relaxed) }

    /// Begins without recorders, as a forked child must: it has none, and a thread that it lacks may hold the lock of the list.
    fileprivate static func forget() { current.store(Unmanaged.passRetained(Entries()), ordering: .releasing) }

    /// Writes what the recorders have taken; waits as long as each of them allows, all together.
    private static func run() {
        let cores = entries.all.withLock { $0.compactMap(\.core) }
        let start = SystemClock.steady()
        for core in cores {
            let spent = SystemClock.steady() - start
            try? core.acknowledge(.written, within: max(0, max(0, core.options.exitFlushLimit) - spent))
        }
    }
}

/// Memory straight from the system, in whole pages.
enum SystemMemory {
    /// Returns zeroed memory; it is backed by pages only where it is touched.
    ///
    /// - Throws: ``RecorderError`` with code `no-memory`.
    static func zeroed(_ count: Int) throws(RecorderError) -> UnsafeMutableRawPointer {
        guard let memory = mmap(nil, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0),
            memory != MAP_FAILED
        else { throw RecorderError(.noMemory, "expected \(count) bytes of memory for the recorder, found none") }
        return memory
    }

    static func free(_ memory: UnsafeMutableRawPointer, _ count: Int) { munmap(memory, count) }
}
