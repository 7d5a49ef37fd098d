import Saccade
import SaccadeImaging
import SaccadePixels
import SaccadeRecorder
import SaccadeReplay
import Testing

/// A recorder over files in memory, and what came into them.
struct ServerFolder {
    let memory = MemoryStorage()

    func recorder(_ change: (inout RecorderOptions) -> Void = { _ in }) throws -> TraceRecorder {
        var options = RecorderOptions()
        options.drainInterval = 1_000_000
        options.flushesAtExit = false
        change(&options)
        return try TraceRecorder(folder: "traces", options: options, storage: memory)
    }

    var segment: String {
        get throws { try #require(try TraceFolder.files(at: "traces", storage: memory).first) }
    }

    /// The bytes of the segment.
    var bytes: [UInt8] { get throws { try #require(memory[try segment]) } }

    /// The events of each trace, in the order in which the traces began.
    func traces() throws -> [[Event]] {
        let reader = try TraceReader(path: try segment, storage: memory)
        var traces: [[Event]] = []
        while let entry = try reader.next() {
            if entry.index == 0 { traces.append([]) }
            traces[traces.count - 1].append(entry.event)
        }
        return traces
    }

    func states() throws -> [TraceState] { try TraceFile(path: try segment, storage: memory).load() }

    /// Checks all traces and expects that they hold together.
    func expectConsistent(_ level: Level = .l3, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let report = try Checker(CheckOptions(level: level, pixels: ImagingKit())).check(
            path: try segment, storage: memory)
        #expect(
            report.traces.allSatisfy { $0.findings.allSatisfy { $0.severity != .error } }, "\(report.text())",
            sourceLocation: sourceLocation)
    }
}

extension [Event] {
    /// The bodies of one kind.
    func all<Body>(_ pick: (EventBody) -> Body?) -> [Body] { compactMap { pick($0.body) } }

    var steps: [StepBegin] { all { if case .stepBegin(let event) = $0 { event } else { nil } } }
    var spawns: [AgentSpawn] { all { if case .agentSpawn(let event) = $0 { event } else { nil } } }
    var ends: [AgentEnd] { all { if case .agentEnd(let event) = $0 { event } else { nil } } }
    var joins: [AgentJoin] { all { if case .agentJoin(let event) = $0 { event } else { nil } } }
    var texts: [StepText] { all { if case .stepText(let event) = $0 { event } else { nil } } }
    var regions: [Region] { all { if case .region(let event) = $0 { event } else { nil } } }
    var redactions: [Redaction] { all { if case .redaction(let event) = $0 { event } else { nil } } }
    var images: [ImageDeclaration] { all { if case .image(let event) = $0 { event } else { nil } } }
    var generations: [GenerationBegin] { all { if case .generationBegin(let event) = $0 { event } else { nil } } }
    var gaps: [Gap] { all { if case .gap(let event) = $0 { event } else { nil } } }
    var header: TraceBegin? { all { if case .traceBegin(let event) = $0 { event } else { nil } }.first }
    var end: TraceEnd? { all { if case .traceEnd(let event) = $0 { event } else { nil } }.first }
}

extension PixelImage {
    /// A picture that differs everywhere.
    static func noise(_ width: Int, _ height: Int, seed: UInt64 = 1) throws -> PixelImage {
        var state = seed
        let bytes = (0..<width * height * 4).map { index -> UInt8 in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return index % 4 == 3 ? 255 : UInt8(truncatingIfNeeded: state >> 56)
        }
        return try #require(PixelImage(width: width, height: height, bytes: bytes))
    }
}

/// Whether bytes hold any run of 8 bytes of a secret.
func holdsAny(of secret: some Collection<UInt8>, _ bytes: [UInt8]) -> Bool {
    let secret = Array(secret)
    var runs: Set<UInt64> = []
    func word(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
    for start in 0...max(0, secret.count - 8) where start + 8 <= secret.count {
        runs.insert(word(secret[start..<start + 8]))
    }
    var window: UInt64 = 0
    for (index, byte) in bytes.enumerated() {
        window = window << 8 | UInt64(byte)
        if index >= 7, runs.contains(window) { return true }
    }
    return false
}
