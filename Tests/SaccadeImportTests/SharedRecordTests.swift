import Saccade
import SaccadeImport
import Testing

@Suite(.enabled(if: SharedRecords.has("Qwen3-VL"), "the shared records are not on this machine"))
struct SharedRecordTests {
    @Test func `the zooms of the Hop Inn resolve to the pixels of the recipe`() throws {
        let result = try Imported(shared: "Qwen3-VL/hopinn_messages_reconstructed.json")
        let root = result.root
        #expect(result.state.images[0].declaration.size == PixelSize(width: 2460, height: 1612))
        #expect(root.calls.map(\.request.name) == [String](repeating: "image_zoom_in_tool", count: 4))
        let written: [[Double]] = [
            [574, 301, 660, 468], [174, 450, 469, 658], [584, 496, 651, 660], [231, 795, 284, 820],
        ]
        #expect(root.regions.count == 4)
        for (region, numbers) in zip(root.regions, written) {
            #expect(region.space.unit == .permille)
            #expect(region.spaceSource == .inferred)
            #expect(region.shape == .box(Box(x0: numbers[0], y0: numbers[1], x1: numbers[2], y1: numbers[3])))
            let pixels = try #require(region.pixels?.bounds)
            for (found, expected) in [
                (pixels.x0, numbers[0] * 2.46), (pixels.y0, numbers[1] * 1.612), (pixels.x1, numbers[2] * 2.46),
                (pixels.y1, numbers[3] * 1.612),
            ] { #expect((found - expected).magnitude < 0.001) }
        }
        #expect(root.regions[0].pixels == .box(Box(x0: 1412.04, y0: 485.212, x1: 1623.6, y1: 754.416)))
        let sizes = result.state.images.dropFirst().map(\.declaration.size?.description)
        #expect(sizes == ["480×608", "768×352", "416×672", "928×288"])
        let recipes = result.state.images.dropFirst().map(\.derivation?.recipe)
        #expect(recipes == [String?](repeating: "qwen3vl-zoom@1", count: 4))
        #expect(result.state.images.dropFirst().allSatisfy { $0.root == 0 && $0.mapToRoot?.isExact == true })
        #expect(root.steps.last?.begin.kind == .answer)
        #expect(result.state.finalAnswer?.text.contains("169 Bursledon Road") == true)
    }

    @Test func `a drawing that the model never received is no part of its input`() throws {
        let result = try Imported(shared: "VisualSketchpad/outputs/geometry/2079/output.json")
        #expect(result.diagnostics("drawing-not-shown").count == 1)
        #expect(result.state.images[0].declaration.names == ["b9c65f5044f44772a6be96f1b99485c6.png"])
        #expect(result.root.generations.allSatisfy { $0.added.isEmpty })
        #expect(result.state.finalAnswer?.text.contains("90") == true)
    }

    @Test func `an error, its repair and bare base64 are read`() throws {
        let result = try Imported(shared: "VisualSketchpad/outputs/graph_max_flow/5/output.json")
        #expect(result.diagnostics("self-written-observation").count == 1)
        guard case .failed(let failure)? = result.root.calls[0].outcome else {
            Issue.record("expected the first call to have failed")
            return
        }
        #expect(failure.message?.contains("NetworkXUnbounded") == true)
        guard case .succeeded? = result.root.calls[1].outcome else {
            Issue.record("expected the second call to have succeeded")
            return
        }
        #expect(result.state.images[0].declaration.size == PixelSize(width: 640, height: 480))
        #expect(result.state.images(receivedBy: 2, of: 0) == [0])
    }

    @Test func `the evidence for the zooms names what speaks for it and against it`() throws {
        let result = try Imported(shared: "Qwen3-VL/hopinn_messages_reconstructed.json")
        let message = try #require(result.diagnostics("coordinates-inferred").first?.message)
        #expect(message.contains("as 0–1000: all 4 crops have the stored size, pixels match exactly"))
        #expect(message.contains("as pixels: 0 of 4 crops have the stored size, mean difference"))
    }

    @Test func `every action of the trajectory falls into its reference box`() throws {
        let result = try Imported(shared: "OpenCUA/agentnetbench/s_df0fd37049f470c2.json")
        let steps = result.root.steps
        #expect(steps.map(\.begin.title) == [2, 3, 4, 6, 7, 9, 10].map { "step \($0)" })
        #expect(result.state.images.count == 7)
        #expect(result.state.images.allSatisfy { $0.declaration.size == PixelSize(width: 1280, height: 720) })
        let truth = try #require(result.state.truths.first).regions
        #expect(truth.count == 5 && result.root.regions.count == 5)
        for (region, right) in zip(result.root.regions, truth) {
            #expect(region.image == right.image)
            guard case .point(let point)? = region.pixels, case .box(let box) = right.pixels else {
                Issue.record("expected a point and a box, found \(region.shape) and \(right.pixels)")
                continue
            }
            #expect(box.contains(Box(x0: point.x, y0: point.y, x1: point.x, y1: point.y)))
        }
        // The first box stands in the record in pixels of the stored image, too.
        guard case .box(let first) = truth[0].pixels else { return }
        #expect((first.x0 - 332.76).magnitude < 0.01 && (first.height - 19.97).magnitude < 0.01)
    }

    @Test(arguments: ["gqa", "docvqa", "sroie"])
    func `every normalised answer equals its pixel box under square padding`(_ name: String) throws {
        var matches = 0
        var naive = 0
        for n in 0..<25 {
            let result = try Imported(
                shared: "Visual-CoT/benchmark_\(name)_first25.json", options: ImportOptions(record: n))
            let region = try #require(result.root.regions.first)
            let right = try #require(result.state.truths.first?.regions.first?.pixels.bounds)
            let size = try #require(result.state.images.first?.declaration.size)
            // Three digits of the longer side.
            let tolerance = Double(max(size.width, size.height)) * 0.0005 + 0.001
            func isNear(_ box: Box?) -> Bool {
                guard let box else { return false }
                return [(box.x0, right.x0), (box.y0, right.y0), (box.x1, right.x1), (box.y1, right.y1)]
                    .allSatisfy { ($0 - $1).magnitude <= tolerance }
            }
            #expect(region.space.unit == .unitSquare)
            if isNear(region.pixels?.bounds) { matches += 1 }
            if isNear(try region.shape.resolved(in: CoordinateSpace(unit: .unit), of: size).bounds) { naive += 1 }
        }
        #expect(matches == 25)
        #expect(naive <= 1)
    }

    @Test func `the placeholders of the demo set find their images`() throws {
        for n in 0..<6 {
            let result = try Imported(shared: "LLaMA-Factory/mllm_demo.json", options: ImportOptions(record: n))
            #expect(result.summary.format == "image-placeholders")
            #expect(result.summary.missingImages == 0)
            #expect(result.diagnostics("placeholder-count").isEmpty)
        }
    }

    @Test func `a transcript of a web page keeps both sizes of its crop, asked for and stored`() throws {
        // The transcript names its pictures in a folder that the copies beside it do not lie in.
        let storage = MemoryStorage()
        for (name, path) in [
            ("readme_example_transcript.md", "README.md"), ("17127.jpg", "eval/17127.jpg"),
            ("17127_ebd8fd46.jpg", "eval/17127_ebd8fd46.jpg"),
        ] {
            storage["thyme/\(path)"] = try FileStorage().contents(of: "\(SharedRecords.folder)/Thyme/\(name)")
        }
        let summary = try Importer(storage: storage).importRecord(path: "thyme/README.md", to: "out/thyme.jsonl")
        #expect(summary.format == "transcript")
        let state = try #require(try TraceFile(path: "out/thyme.jsonl", storage: storage).load().first)
        #expect(state.agents[0].regions.first?.shape == .box(Box(x0: 1250, y0: 1030, x1: 1360, y1: 1070)))
        #expect(state.finalAnswer?.text.contains("C. S QT 911") == true)
        let crop = try #require(state.images.last)
        #expect(crop.declaration.size == PixelSize(width: 220, height: 128))
        #expect(crop.derivation?.parameters?["width"]?.integer == 220)
        #expect(crop.derivation?.parameters?["height"]?.integer == 80)
        #expect(
            summary.diagnostics.contains { $0.message == "expected a picture of 220×80 by the code, found 220×128" })
    }

    @Test func `a folder of task folders is imported whole`() throws {
        let storage = ReadThroughStorage()
        var formats: [String] = []
        let count = try Importer(storage: storage).importRecords(
            path: "\(SharedRecords.folder)/VisualSketchpad/outputs", to: "out/all.jsonl"
        ) { outcome in
            if case .imported(let summary) = outcome { formats.append(summary.format) }
        }
        #expect(count == 2 && formats == ["sketchpad", "sketchpad"])
        #expect(try TraceFile(path: "out/all.jsonl", storage: storage).load().count == 2)
    }
}
