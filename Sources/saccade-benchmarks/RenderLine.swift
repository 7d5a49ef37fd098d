import Foundation
import Saccade
import SaccadeImaging
import SaccadeRenderer

/// Whole frames and storyboards from JPEG to PNG, beside the libraries that people draw them with today.
let renderLine = BenchmarkLine(
    name: "render", summary: "frames and storyboards from JPEG to PNG, one core, CPU time"
) { options in
    let corpus = try RenderCorpus()
    let folder = options.pictures.map { URL(fileURLWithPath: $0) } ?? temporaryFolder()
    try corpus.write(to: folder)
    defer { if options.pictures == nil { try? FileManager.default.removeItem(at: folder) } }
    for job in RenderJob.allCases where options.jobs.isEmpty || options.jobs.contains(job.rawValue) {
        let renderer = try job.renderer()
        // The first page of a renderer loads its fonts; peers have loaded theirs too.
        _ = try job.run(corpus, renderer)
        var runs = [RenderRun(name: "saccade") { try job.run(corpus, renderer) }]
        if let python = options.python {
            for peer in job.peers {
                let process = try PeerProcess(
                    peer, python: python, arguments: [peersScript, folder.path, peer, job.rawValue])
                runs.append(RenderRun(name: peer) { try process.run() })
            }
        }
        for _ in 0..<options.rounds {
            for index in runs.indices { try runs[index].measure() }
        }
        title("\(job.rawValue): \(job.what)")
        for run in runs {
            report("  \(run.name)", median(run.times) * 1e3 / job.count, "ms each", digits: 2)
            // Our file must be no larger than OpenCV's.
            let others = runs.first { $0.name == "supervision" }.map { Double($0.bytes) / job.count / 1e3 }
            let aim = run.name == "saccade" && job == .frames ? others.map { Aim.atMost($0.rounded()) } : nil
            report("  \(run.name), PNG", Double(run.bytes) / job.count / 1e3, "kB each", aim: aim)
        }
        for run in runs.dropFirst() {
            report(
                "  against \(run.name)", median(run.times) / median(runs[0].times), "× as fast", digits: 2,
                aim: job.aims[run.name])
        }
        if options.python == nil { skip("supervision, Pillow and matplotlib", "no --python PATH") }
        if options.pictures != nil { try job.write(corpus, renderer, to: folder) }
    }
}

private let peersScript = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Tests/Interop/render_peers.py").path

private func temporaryFolder() -> URL {
    FileManager.default.temporaryDirectory
        .appendingPathComponent("saccade-render-\(ProcessInfo.processInfo.processIdentifier)")
}

/// Something that draws, and how long it took each time.
private struct RenderRun {
    var name: String
    var work: () throws -> (seconds: Double, bytes: Int)
    var times: [Double] = []
    var bytes = 0

    init(name: String, work: @escaping () throws -> (seconds: Double, bytes: Int)) {
        self.name = name
        self.work = work
    }

    mutating func measure() throws {
        let result = try work()
        times.append(result.seconds)
        bytes = result.bytes
    }
}

/// What is drawn, by its name in `render_peers.py`.
private enum RenderJob: String, CaseIterable {
    case frames
    case sharedFrames = "shared-frames"
    case sheet
    case sharedSheet = "shared-sheet"

    var what: String {
        switch self {
        case .frames: "one picture each, decoded, with 5 labelled boxes, a mask and 60 words"
        case .sharedFrames: "the same annotations, all on one picture that is decoded once"
        case .sheet: "twelve pictures with their annotations and words as one storyboard"
        case .sharedSheet: "the same, all on one picture"
        }
    }

    /// The files that one run makes.
    var count: Double { self == .frames || self == .sharedFrames ? 12 : 1 }

    /// How many times as fast as a peer it must be.
    var aims: [String: Aim] {
        switch self {
        case .frames: ["supervision": .atLeast(4), "matplotlib": .atLeast(40)]
        case .sharedFrames: [:]
        case .sheet: ["supervision": .atLeast(3)]
        case .sharedSheet: ["supervision": .atLeast(5)]
        }
    }

    var peers: [String] {
        self == .frames
            ? ["supervision", "supervision-rich", "pillow-1", "pillow", "matplotlib"]
            : ["supervision", "pillow-1", "matplotlib"]
    }

    func run(_ corpus: RenderCorpus, _ renderer: StoryboardRenderer) throws -> (seconds: Double, bytes: Int) {
        var bytes = 0
        let seconds = try processorTime {
            for page in try pages(corpus) { bytes += try renderer.render(page()).png().count }
        }
        return (seconds, bytes)
    }

    /// Writes what is drawn, to be looked at.
    func write(_ corpus: RenderCorpus, _ renderer: StoryboardRenderer, to folder: URL) throws {
        for (number, page) in try pages(corpus).enumerated() {
            let png = try renderer.render(page()).png()
            try Data(png).write(to: folder.appendingPathComponent("\(rawValue)-\(number).png"))
        }
    }

    func renderer() throws -> StoryboardRenderer {
        let isFrame = self == .frames || self == .sharedFrames
        return try StoryboardRenderer(options: isFrame ? RenderCorpus.frameOptions : RenderCorpus.sheetOptions)
    }

    /// The pages, each decoded when it is asked for.
    private func pages(_ corpus: RenderCorpus) throws -> [() throws -> StoryboardPage] {
        let numbers = Array(corpus.photos.indices)
        switch self {
        case .frames: return numbers.map { n in { try corpus.page([n]) { try decoded($0, corpus) } } }
        case .sheet: return [{ try corpus.page(numbers) { try decoded($0, corpus) } }]
        case .sharedFrames:
            let image = try decoded(0, corpus)
            return numbers.map { n in { corpus.page([n]) { _ in image } } }
        case .sharedSheet:
            let image = try decoded(0, corpus)
            return [{ corpus.page(numbers) { _ in image } }]
        }
    }

    private func decoded(_ number: Int, _ corpus: RenderCorpus) throws -> ImageSource {
        try ImageSource(file: corpus.files[number])
    }
}
