import SaccadeImaging
import SaccadeRenderer

/// The PNG encoder on drawn frames and on pages, beside libpng.
let pngLine = BenchmarkLine(name: "png", summary: "PNG encoder, one core, CPU time") { options in
    let corpus = try RenderCorpus()
    let frames = try StoryboardRenderer(options: RenderCorpus.frameOptions)
    let pictures = try corpus.photos.indices.map { number in
        try frames.render(corpus.page([number]) { ImageSource(corpus.photos[$0].image) }).image
    }
    try measure("frames", pictures, options)
    let sheet = try StoryboardRenderer(options: RenderCorpus.sheetOptions)
        .render(corpus.page(Array(corpus.photos.indices)) { ImageSource(corpus.photos[$0].image) }).image
    try measure("storyboard", [sheet], options)
}

private struct Entry {
    var name: String
    var encode: (PixelImage) throws -> Int
    var times: [Double] = []
    var bytes = 0
}

/// Encodes all pictures by each encoder in turn, again and again, and prints the medians.
private func measure(_ what: String, _ pictures: [PixelImage], _ options: BenchmarkOptions) throws {
    var buffer: [UInt8] = []
    var entries = [
        Entry(name: "saccade fast") { try $0.encodedPNG(.fast).count },
        Entry(name: "saccade small") { try $0.encodedPNG(.small).count },
        Entry(name: "libpng level 1") { try PeerCodec.png($0, level: 1, filter: .all, into: &buffer) },
        Entry(name: "libpng level 1, sub") { try PeerCodec.png($0, level: 1, filter: .sub, into: &buffer) },
        Entry(name: "libpng level 1, paeth") { try PeerCodec.png($0, level: 1, filter: .paeth, into: &buffer) },
        Entry(name: "libpng level 6") { try PeerCodec.png($0, level: 6, filter: .all, into: &buffer) },
    ]
    for _ in 0..<options.rounds {
        for index in entries.indices {
            var bytes = 0
            entries[index].times.append(
                try processorTime { for picture in pictures { bytes += try entries[index].encode(picture) } })
            entries[index].bytes = bytes
        }
    }
    let raw = Double(pictures.reduce(0) { $0 + $1.width * $1.height * 3 })
    title("\(what): \(pictures.count) of \(pictures[0].size), \(Int(raw)) bytes of RGB")
    let (fast, peer) = (entries[0], entries[2])
    for entry in entries {
        report("  \(entry.name)", raw / median(entry.times) / 1e6, "MB/s")
        report("  \(entry.name), ms each", median(entry.times) * 1e3 / Double(pictures.count), "ms", digits: 2)
        report("  \(entry.name), size", Double(entry.bytes) / raw * 100, "% of RGB", digits: 2)
    }
    report(
        "  fast against libpng level 1", median(peer.times) / median(fast.times), "× as fast", digits: 2,
        aim: .atLeast(6))
    report(
        "  fast against libpng level 1", Double(fast.bytes) / Double(peer.bytes) * 100, "% of its size", digits: 1,
        aim: .atMost(103))
}
