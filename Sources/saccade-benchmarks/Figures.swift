import Foundation
import Synchronization

/// What a figure must reach.
enum Aim: Sendable, Hashable {
    /// At least as much.
    case atLeast(Double)
    /// At most as much.
    case atMost(Double)

    /// Whether a figure reaches it.
    func holds(_ value: Double) -> Bool {
        switch self {
        case .atLeast(let bound): value >= bound
        case .atMost(let bound): value <= bound
        }
    }

    /// The aim in words, with the unit of its figure.
    func words(_ unit: String) -> String {
        let (sign, bound) =
            switch self {
            case .atLeast(let bound): ("≥", bound)
            case .atMost(let bound): ("≤", bound)
            }
        let number = bound == bound.rounded() ? String(Int(bound)) : "\(bound)"
        return "\(sign) \(number) \(unit)"
    }
}

/// What a line prints: a title, a figure, or something that was left out.
enum BenchmarkEntry: Sendable, Hashable {
    case title(String)
    case figure(what: String, found: String, aim: String?, isMissed: Bool)
    case skipped(what: String, reason: String)
}

/// Keeps what the line that runs has printed, for its section of the page.
final class FigureLog: Sendable {
    static let shared = FigureLog()
    private let entries = Mutex<[BenchmarkEntry]>([])

    func add(_ entry: BenchmarkEntry) { entries.withLock { $0.append(entry) } }

    /// Returns what was printed since the last time.
    func take() -> [BenchmarkEntry] {
        entries.withLock { kept in
            defer { kept = [] }
            return kept
        }
    }
}

/// Prints what the figures after it are of.
func title(_ text: String) {
    print("  \(text)")
    FigureLog.shared.add(.title(text))
}

/// Prints one figure: what, how much, of what, and whether it is what it should be.
func report(_ what: String, _ value: Double, _ unit: String, digits: Int = 0, aim: Aim? = nil) {
    let number = String(format: "%.\(digits)f", value)
    let label = what.padding(toLength: max(what.count, 36), withPad: " ", startingAt: 0)
    let isMissed = aim.map { !$0.holds(value) } ?? false
    let words = aim.map { "   aim \($0.words(unit))\(isMissed ? ", MISSED" : "")" } ?? ""
    print(
        "  \(label)\(String(repeating: " ", count: max(0, 9 - number.count)))\(number) \(unit)\(words)")
    let name = what.trimmingCharacters(in: .whitespaces)
    let found = unit.isEmpty ? number : "\(number) \(unit)"
    FigureLog.shared.add(.figure(what: name, found: found, aim: aim?.words(unit), isMissed: isMissed))
}

/// Prints what was left out, and why.
func skip(_ what: String, _ reason: String) {
    print("  \(what): skipped, \(reason)")
    FigureLog.shared.add(.skipped(what: what, reason: reason))
}
