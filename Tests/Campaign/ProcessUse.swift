import Foundation

/// What the process uses of the machine.
enum ProcessUse {
    /// The CPU time so far, in seconds.
    static var processorTime: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Returns how many bytes of memory a closure needed at its peak beyond what was in use before it; `nil` where the
    /// system does not say.
    static func memory(of body: () throws -> Void) rethrows -> Int? {
        // 5 resets the peak, on Linux.
        let canReset = (try? Data("5".utf8).write(to: URL(fileURLWithPath: "/proc/self/clear_refs"))) != nil
        let before = status("VmRSS")
        try body()
        guard canReset, let before, let peak = status("VmHWM") else { return nil }
        return max(0, peak - before)
    }

    private static func status(_ key: String) -> Int? {
        guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix(key) }),
            let kilobytes = line.split(whereSeparator: { !$0.isNumber }).first.flatMap({ Int($0) })
        else { return nil }
        return kilobytes * 1024
    }
}
