import Saccade
import SaccadeImaging
import SaccadeImport
import Testing

@Suite struct CoordinateReportTests {
    /// A chat in which a tool cropped [100, 100, 500, 900] of an image of 400×200, read in thousandths.
    private func trace(cropping box: [Int]?, of size: (Int, Int) = (400, 200)) throws -> (Imported, [PixelImage]) {
        let parent = try picture(size.0, size.1)
        var files = [("folder/a.png", try parent.encodedPNG())]
        var images = [parent]
        var result = #"{"role":"tool","tool_call_id":"1","content":"seen"}"#
        if let box {
            let crop = try parent.cropped(to: PixelRectangle(x0: box[0], y0: box[1], x1: box[2], y1: box[3]))
            images.append(crop)
            files.append(("folder/b.png", try crop.encodedPNG()))
            result = #"{"role":"tool","tool_call_id":"1","content":[{"type":"image_url","image_url":{"url":"b.png"}}]}"#
        }
        let record = #"""
            [{"role":"user","content":[{"type":"image_url","image_url":{"url":"a.png"}},{"type":"text","text":"?"}]},
            {"role":"assistant","content":"","tool_calls":[{"id":"1","type":"function","function":{"name":"cut","arguments":"{\"bbox\":[100,100,500,900]}"}}]},
            \#(result),{"role":"assistant","content":"B"}]
            """#
        return (try Imported(record, files: files), images)
    }

    @Test func `a crop proves the reading that gives its very pixels`() throws {
        let (result, images) = try trace(cropping: [40, 20, 200, 180])
        #expect(result.root.regions[0].spaceSource == .inferred)
        #expect(result.root.regions[0].pixels == .box(Box(x0: 40, y0: 20, x1: 200, y1: 180)))
        let report = CoordinateReport(result.state) { images.indices.contains($0) ? images[$0] : nil }
        let group = try #require(report.groups.first)
        let proved = try #require(group.proved)
        #expect(group.evidence[proved].rule == .permille)
        #expect(group.evidence[proved].difference == 0)
        let pixels = try #require(group.evidence.first { $0.rule == .pixels })
        #expect(pixels.sizes == 0 && (pixels.difference ?? 0) > 20)
        let text = report.text()
        #expect(text.contains("coordinates of cut: 0–1000, as the evidence says"))
        #expect(text.contains("written  [100,100,500,900]"))
        #expect(text.contains("[40, 20, 200, 180]"))
    }

    @Test func `one place alone proves nothing, and every reading is shown`() throws {
        let (result, images) = try trace(cropping: nil)
        #expect(result.root.regions[0].spaceSource == .unresolved)
        #expect(result.root.regions[0].pixels == nil)
        let report = CoordinateReport(result.state) { images.indices.contains($0) ? images[$0] : nil }
        #expect(report.groups[0].own == nil && report.groups[0].proved == nil)
        #expect(report.text().contains("unresolved; nothing here proves a reading"))
        let places = report.entries[0].places
        #expect(places.contains { $0.shape == .box(Box(x0: 40, y0: 20, x1: 200, y1: 180)) && $0.isInside })
        #expect(places.contains { $0.shape == .box(Box(x0: 100, y0: 100, x1: 500, y1: 900)) && !$0.isInside })
    }

    @Test func `two readings that explain a crop alike stay unresolved`() throws {
        // On an image of 1000×1000 thousandths are pixels: both readings lead to the same place, which is no tie.
        let (same, _) = try trace(cropping: [100, 100, 500, 900], of: (1000, 1000))
        #expect(same.root.regions[0].spaceSource == .inferred)
        // A plain picture has the same pixels everywhere, so that only sizes speak.
        let size = PixelSize(width: 800, height: 800)
        let plain = try PixelImage(size: size, fill: .white)
        let crop = try PixelImage(size: PixelSize(width: 100, height: 100), fill: .white)
        let record = #"""
            [{"role":"user","content":[{"type":"image_url","image_url":{"url":"a.png"}}]},
            {"role":"assistant","content":"","tool_calls":[{"id":"1","type":"function","function":{"name":"cut","arguments":"{\"bbox\":[200,300,100,100]}"}}]},
            {"role":"tool","tool_call_id":"1","content":[{"type":"image_url","image_url":{"url":"b.png"}}]},
            {"role":"assistant","content":"","tool_calls":[{"id":"2","type":"function","function":{"name":"cut","arguments":"{\"bbox\":[200,300,300,400]}"}}]},
            {"role":"tool","tool_call_id":"2","content":[{"type":"image_url","image_url":{"url":"c.png"}}]}]
            """#
        let other = try PixelImage(size: PixelSize(width: 240, height: 320), fill: .white)
        let files = [
            ("folder/a.png", try plain.encodedPNG()), ("folder/b.png", try crop.encodedPNG()),
            ("folder/c.png", try other.encodedPNG()),
        ]
        let result = try Imported(record, files: files)
        // As left, top, width, height the first fits and the second does not: no reading explains both.
        #expect(result.root.regions.allSatisfy { $0.spaceSource == .unresolved && $0.pixels == nil })
    }
}
