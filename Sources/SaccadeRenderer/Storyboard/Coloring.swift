import Saccade

/// What gives a region its colour.
public enum ColorKey: String, Sendable, Hashable, CaseIterable {
    /// Each region has one of its own.
    case region
    /// The agent that named it.
    case agent
    /// What it is for: attended, action, detection, evidence and so on.
    case role
    /// What is there, as the trace says.
    case label
    /// The step that named it.
    case step
}

/// The colours of all regions of a trace: those of one key share one, in the order in which the keys occur.
struct Coloring: Sendable {
    private let key: ColorKey
    private var numbers: [String: Int] = [:]

    init(_ trace: TraceState, by key: ColorKey) {
        self.key = key
        guard key == .role || key == .label else { return }
        for region in trace.agents.flatMap(\.regions) {
            let name = self.name(of: region)
            if numbers[name] == nil { numbers[name] = numbers.count }
        }
    }

    private func name(of region: Region) -> String {
        (key == .role ? region.role?.rawValue : region.label) ?? ""
    }

    /// Returns the index of a region's colour.
    func index(of region: Region) -> Int {
        switch key {
        case .region: region.n
        case .agent: max(0, region.agent - 1)
        case .step: region.step ?? 0
        case .role, .label: numbers[name(of: region)] ?? 0
        }
    }
}
