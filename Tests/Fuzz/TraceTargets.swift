import Saccade
import SaccadeImaging
import SaccadePixels
import SaccadeRenderer
import SaccadeReplay

extension FuzzTarget {
    /// Places of every kind: mapped, resolved in their space, and measured.
    static let shapes = FuzzTarget(
        name: "shapes", title: "regions and masks", longest: 2048,
        words: [
            "\"shape\":{", "\"box\":[", "\"rotatedBox\":", "\"point\":[", "\"polyline\":[", "\"polygon\":[[[",
            "\"ellipse\":",
            "\"mask\":{\"size\":[", "\"runs\":[", "\"order\":\"column\"", "\"heatmap\":{", "\"values\":[", "\"arrow\":",
            "\"mark\":", "\"unit\":\"bins\"", "\"order\":\"cxcywh\"", "1e308", "-1e-308", "4294967296",
        ],
        seeds: {
            try SeedFiles.logs().flatMap { $0.split(separator: UInt8(ascii: "\n")) }.map { Array($0) }
                .filter { String(decoding: $0, as: UTF8.self).contains("\"t\":\"region\"") }
        },
        run: { bytes in
            guard let event = try? EventDecoder().decode(bytes), case .region(let region) = event.body else { return }
            for size in [PixelSize(width: 1, height: 1), PixelSize(width: 640, height: 480)] {
                guard let pixels = try? region.shape.resolved(in: region.space, of: size) else { continue }
                _ = pixels.bounds
                _ = pixels.mapped(by: .turn(quarters: 1, of: size))
                if let map = PlaneMap(affine: [2, 0.5, 7, -0.5, 1, -3]) { _ = pixels.mapped(by: map) }
            }
        })

    /// The check of a whole log, with pictures computed.
    ///
    /// It never throws for bytes in memory that have a known version.
    static let check = FuzzTarget(
        name: "check", title: "the check of whole traces", longest: 1 << 15, words: codec.words, seeds: SeedFiles.logs,
        run: { bytes in
            let checker = Checker(CheckOptions(level: .l3, rules: Rule.all, pixels: ImagingKit()))
            do {
                let report = try checker.check(bytes: bytes, path: "t.jsonl")
                _ = report.text()
                _ = [report].sarif
            } catch let error as TraceError {
                guard error.code == .unsupportedVersion else { throw BrokenPromise("the check threw \(error)") }
            }
        })

    /// Storyboards of whatever can be folded: the first byte chooses the layout.
    static let storyboard = FuzzTarget(
        name: "storyboard", title: "storyboards", longest: 1 << 14, words: codec.words,
        seeds: { try SeedFiles.logs().filter { $0.count < 1 << 14 }.map { [0] + $0 } },
        run: { bytes in
            guard let first = bytes.first else { return }
            let storage = MemoryStorage()
            storage["t.jsonl"] = Array(bytes.dropFirst())
            let layouts = StoryboardPage.Layout.allCases
            let options = StoryboardBuilder.Options(layout: layouts[Int(first) % layouts.count])
            let drawing = StoryboardRenderer.Options(width: 640, scale: 0.5)
            guard
                let board = try? Storyboard(
                    TraceFile(path: "t.jsonl", storage: storage), options: options, drawing: drawing)
            else { return }
            guard let png = try? board.png() else { return }
            guard (try? ImageInfo(sniffing: png)) != nil else { throw BrokenPromise("the page is no picture") }
        })
}
