import ArgumentParser
import Saccade

/// What the copies of a command came to.
struct CopyReport {
    private(set) var copies = 0
    private var hasLoss = false
    private var hasFailed = false

    /// The most remarks that are printed of one copy.
    private static let mostNotes = 10

    /// Makes a copy and says what a person should know of it; `isOptional` if the input may not have what is copied.
    mutating func add(_ input: String, isOptional: Bool = false, _ copy: () throws -> TraceCopier.Summary) {
        let progress = Progress()
        progress.show("copying \(input)")
        do {
            let summary = try copy()
            progress.clear()
            copies += 1
            for note in summary.notes.prefix(Self.mostNotes) { Console.note("saccade: \(note)") }
            if summary.notes.count > Self.mostNotes {
                Console.note("saccade: and \(summary.notes.count - Self.mostNotes) more remarks on \(input)")
            }
            if summary.hasLoss { hasLoss = true }
        } catch let error as TraceError where isOptional && error.code == .missingHeader {
            progress.clear()
        } catch {
            progress.clear()
            Console.note(error)
            hasFailed = true
        }
    }

    /// Ends the command with the code of the worst copy.
    func end() throws {
        if hasFailed { throw ExitCode(2) }
        if hasLoss { throw ExitCode(3) }
    }
}
