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
        #expect(result.root.generations.allSatisfy { $0.images.isEmpty })
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
        #expect(result.root.generations[2].images == [0])
    }
}
