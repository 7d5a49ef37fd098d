import Foundation
import Saccade
import SaccadeDigest

/// The command as a new process, measured from outside by the system's account of its children.
let coldLine = BenchmarkLine(
    name: "cold",
    summary: "saccade as a new process: one step on a JPEG of 1280×960, fonts in the page cache"
) { options in
    guard let saccade = options.saccade else {
        return skip("saccade", "no --saccade PATH")
    }
    let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("saccade-cold-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let trace = folder.appendingPathComponent("trace.jsonl").path
    try ColdTrace.write(to: trace)
    let page = folder.appendingPathComponent("page.png").path
    let jobs: [(what: String, arguments: [String], aim: Aim?)] = [
        ("saccade storyboard", ["storyboard", trace, "-o", page], .atMost(60)),
        ("saccade frames", ["frames", trace, "-o", folder.appendingPathComponent("frames").path], nil),
        ("saccade --help", ["--help"], nil),
    ]
    for job in jobs {
        // The first run brings the program and the fonts into the page cache.
        _ = try processorTime(of: saccade, job.arguments)
        let times = try (0..<max(options.rounds, 5)).map { _ in
            try processorTime(of: saccade, job.arguments)
        }
        report(job.what, median(times) * 1e3, "ms", digits: 1, aim: job.aim)
    }
    report("most memory of a process", Double(childrenUsage().ru_maxrss) / 1024, "MiB")
}

/// Runs a program and returns its processor time, the kernel's for it included, in seconds.
private func processorTime(of program: String, _ arguments: [String]) throws -> Double {
    let before = childrenTime()
    _ = try runPython(program, arguments)
    return childrenTime() - before
}

private func childrenUsage() -> rusage {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
    return usage
}

private func childrenTime() -> Double {
    let usage = childrenUsage()
    return [usage.ru_utime, usage.ru_stime].reduce(0) {
        $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6
    }
}

/// A trace of one step: a photo, five labelled boxes, a mask and sixty words.
private enum ColdTrace {
    static func write(to path: String) throws {
        guard let photo = try PhotoCorpus(count: 1).photos.first else {
            throw BenchmarkError("expected a photo")
        }
        let file = try PeerCodec.jpeg(photo.image, quality: 90)
        let writer = try TraceWriter(path: path, digest: SHA256Hasher())
        func append(_ body: EventBody) throws { try writer.append(body) }
        try append(
            .traceBegin(
                TraceBegin(
                    format: FormatVersion.current.description, id: "0af7651916cd43dd8448eb211c80319c",
                    recorder: Recorder(name: "benchmark", version: "1"))))
        _ = try writer.image(
            file, digest: Digest(of: file),
            as: ImageDeclaration(
                n: 0, width: PhotoCorpus.size.width, height: PhotoCorpus.size.height, media: "image/jpeg",
                names: ["photo.jpg"], origin: ImageOrigin(kind: .input)))
        try append(.turn(Turn(n: 0, parts: [.image(0), .text("What do you see?")])))
        try append(.generationBegin(GenerationBegin(agent: 0, n: 0, input: Input(add: [.turn(0)]))))
        try append(.stepBegin(StepBegin(agent: 0, n: 0, kind: .look, generation: 0)))
        try append(.stepText(StepText(agent: 0, step: 0, channel: .output, text: photo.caption)))
        let shapes = photo.boxes.map { Shape.box($0) } + [.mask(photo.mask)]
        for (n, shape) in shapes.enumerated() {
            try append(
                .region(
                    Region(
                        agent: 0, n: n, step: 0, image: 0, shape: shape, role: .attended,
                        label: n < photo.labels.count ? photo.labels[n] : nil)))
        }
        try append(.stepEnd(StepEnd(agent: 0, step: 0)))
        try append(.generationEnd(GenerationEnd(agent: 0, n: 0)))
        try writer.finish()
    }
}
