import Foundation

/// A random generator whose numbers depend on its seed alone (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// What the command line asks for.
struct BenchmarkOptions {
    /// The lines to run; all if empty.
    var lines: [String] = []
    /// How many times each figure is taken.
    var rounds = 9
    /// The Python to run peers with; without one they are left out.
    var python: String?
    /// The parts of the line `render` to run; all if empty.
    var jobs: [String] = []
    /// A folder to keep what the line `render` draws in.
    var pictures: String?
    /// The C++ peer of the line `mcap`, `Tests/Interop/mcap_peer.cpp` as a program; without one it is left out.
    var mcapPeer: String?
    /// A peer of the line `record`, `Tests/Interop/spdlog_peer.cpp` as a program; without one it is left out.
    var spdlogPeer: String?
    /// A folder for large files; the temporary one if `nil`.
    var folder: String?
    /// How many events the generated corpus has.
    var events = 100_000
    /// How many records the line `import` reads.
    var records = 10_000
    /// The command that the line `cold` runs; without one it is left out.
    var saccade: String?
    /// The page whose sections are replaced by what was found; none if `nil`.
    var page: String?
    /// When and on what it is measured, for the page.
    var about = ""

    /// What `--help` prints.
    static let usage = """
        usage: saccade-benchmarks [--line NAME]… [--rounds N] [--events N] [--records N] [--python PATH] [--pictures FOLDER]

          --line NAME     run only this line; may be repeated
          --rounds N      how many times each figure is taken; the median is printed (9)
          --events N      size of the generated corpus (100000)
          --records N     how many records the line import reads (10000)
          --python PATH   Python with the peers (orjson; supervision, Pillow, matplotlib; OpenTelemetry, Rerun,
                          MLflow), run side by side
          --job NAME      run only this part of the line render; may be repeated
          --pictures FOLDER   where to keep what is drawn, for looking at it
          --mcap-peer PATH    the C++ peer of the line mcap, run side by side
          --spdlog-peer PATH  a C++ peer of the line record, run side by side
          --folder FOLDER     where to write large files (the temporary folder)
          --saccade PATH      the command that the line cold runs
          --page FILE         the page whose sections of these lines are replaced by tables of what was found
          --about TEXT        when and on what it is measured, for the page
        """
}

/// One line of the table: something to measure.
struct BenchmarkLine: Sendable {
    var name: String
    var summary: String
    var run: @Sendable (BenchmarkOptions) throws -> Void
}

/// What went wrong, in words.
struct BenchmarkError: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}

/// Returns the CPU time that a closure takes in this process, in seconds.
func processorTime(_ body: () throws -> Void) rethrows -> Double {
    let start = processorClock()
    try body()
    return processorClock() - start
}

private func processorClock() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// The most memory that the process has had, in bytes.
func peakMemory() -> Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1024
}

/// Returns the median; 0 of nothing.
func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return 0 }
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/// Runs a program, as Python with a script, and returns what it prints.
func runPython(_ python: String, _ arguments: [String]) throws -> String {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = arguments
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
        throw BenchmarkError(
            "expected \(arguments.first ?? python) to succeed, found exit \(process.terminationStatus)")
    }
    return String(decoding: data, as: UTF8.self)
}
