import Foundation

/// What a piece of work uses of the machine, in a process of its own: memory that earlier work has left is not counted as
/// free.
struct ProcessUse {
    /// What the work printed.
    var answer: String
    /// The CPU time of the work, in seconds.
    var seconds: Double
    /// How many bytes of memory it needed at its peak beyond what the process had before.
    var memory: Int

    /// The first argument of a process that measures.
    static let argument = "measure"

    /// Runs this program again to do a piece of work.
    ///
    /// - Parameter work: Its name and its arguments, as ``serve(_:)`` knows them.
    static func of(_ work: [String]) throws -> ProcessUse {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        process.arguments = [argument] + work
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let words = String(decoding: data, as: UTF8.self).split(separator: " ").map(String.init)
        guard process.terminationStatus == 0, words.count == 3, let seconds = Double(words[1]),
            let memory = Int(words[2])
        else { return ProcessUse(answer: "ended with \(process.terminationStatus)", seconds: .infinity, memory: .max) }
        return ProcessUse(answer: words[0], seconds: seconds, memory: memory)
    }

    /// Does a piece of work and prints what it used.
    ///
    /// - Parameters:
    ///   - rounds: How many times it is done; the time is the median, the memory that of all.
    ///   - warmUp: Something like the work in small, so that the program itself is in memory and is not counted.
    static func serve(rounds: Int = 1, warmUp: () -> Void = {}, _ work: () throws -> String) rethrows {
        warmUp()
        let before = status("VmRSS") ?? 0
        var answer = ""
        var times: [Double] = []
        for _ in 0..<rounds {
            let start = processorTime
            answer = try work()
            times.append(processorTime - start)
        }
        let seconds = times.sorted()[times.count / 2]
        print("\(answer) \(seconds) \(max(0, (status("VmHWM") ?? .max) - before))", terminator: "")
    }

    private static var processorTime: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func status(_ key: String) -> Int? {
        guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix(key) }),
            let kilobytes = line.split(whereSeparator: { !$0.isNumber }).first.flatMap({ Int($0) })
        else { return nil }
        return kilobytes * 1024
    }
}
