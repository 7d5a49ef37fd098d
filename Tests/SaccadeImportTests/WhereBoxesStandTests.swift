import Saccade
import SaccadeImaging
import SaccadeImport
import Testing

/// Boxes that mean what a tool, a family or a file beside the record says.
@Suite struct WhereBoxesStandTests {
    private func chat(_ call: String, result: String) -> String {
        #"""
        {"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"photo.png"}}]},
        {"role":"assistant","content":"<tool_call>\#(call)</tool_call>"},
        {"role":"user","content":[{"type":"image_url","image_url":{"url":"\#(result)"}}]},
        {"role":"assistant","content":"<answer>left</answer>"}]}
        """#
    }

    @Test func `a crop of a resized image is found by its size and mapped to the image`() throws {
        // 1000×500 is resized to 1008×504; half as large again is [378, 0, 1008, 315] there; twice that is 1260×616.
        let call = #"{\"name\":\"image_zoom_in_tool\",\"arguments\":{\"bbox_2d\":[504,0,1008,252]}}"#
        let options = ImportOptions(space: try SpaceRule(parsing: "smart:factor=28,min=3136,max=14745600"))
        let result = try Imported(
            chat(call, result: "crop.png"),
            files: [
                ("folder/photo.png", try picture(1000, 500).encodedPNG()),
                ("folder/crop.png", try picture(1260, 616).encodedPNG()),
            ], options: options)
        let derivation = try #require(result.state.images.last?.derivation)
        #expect(derivation.operation == .zoom)
        #expect(derivation.requested == Box(x0: 500, y0: 0, x1: 1000, y1: 250))
        #expect(derivation.executed == Box(x0: 375, y0: 0, x1: 1000, y1: 312.5))
        #expect(derivation.recipe == nil && derivation.resampler == nil)
        #expect(derivation.reason == "cof-1.5x2@1 on the image resized to 1008×504: enlarged 1.5 times")
        let map = try #require(derivation.parents.first?.map)
        #expect(map.isExact)
        let corner = try #require(map.apply(Point(x: 1260, y: 616)))
        #expect(corner == Point(x: 1000, y: 312.5))
    }

    @Test func `a crop of another size than the recipe gives is said to be unexplained`() throws {
        let call = #"{\"name\":\"image_zoom_in_tool\",\"arguments\":{\"bbox_2d\":[504,0,1008,252]}}"#
        let options = ImportOptions(space: try SpaceRule(parsing: "smart:factor=28,min=3136,max=14745600"))
        let result = try Imported(
            chat(call, result: "crop.png"),
            files: [
                ("folder/photo.png", try picture(1000, 500).encodedPNG()),
                ("folder/crop.png", try picture(120, 60).encodedPNG()),
            ], options: options)
        #expect(result.state.images.last?.derivation?.parents.first?.map == nil)
    }

    @Test(arguments: [(20, 2, true), (20, 3, false), (9, 1, false)])
    func `many crops prove a space although a few of them are others`(
        _ count: Int, _ others: Int, _ isProved: Bool
    ) throws {
        let photo = try picture(800, 600)
        var messages = [
            #"{"role":"user","content":[{"type":"image_url","image_url":{"url":"photo.png"}}]}"#
        ]
        var files = [("folder/photo.png", try photo.encodedPNG())]
        for index in 0..<count {
            let (x, y) = (5 * index, 10 * index)
            let call = #"{\"name\":\"crop\",\"arguments\":{\"bbox_2d\":[\#(x),\#(y),\#(x + 500),\#(y + 500)]}}"#
            messages.append(#"{"role":"assistant","content":"<tool_call>\#(call)</tool_call>"}"#)
            messages.append(
                #"{"role":"user","content":[{"type":"image_url","image_url":{"url":"crop\#(index).png"}}]}"#)
            // The first is as good as any to be another picture; so is the last.
            let isOther = index % 7 == 0 && index / 7 < others
            let (left, top) = (x * 800 / 1000, y * 600 / 1000)
            let crop =
                isOther
                ? try picture(40, 30, seed: index)
                : try photo.cropped(to: PixelRectangle(x0: left, y0: top, x1: left + 400, y1: top + 300))
            files.append(("folder/crop\(index).png", try crop.encodedPNG()))
        }
        let result = try Imported("{\"messages\":[\(messages.joined(separator: ","))]}", files: files)
        let region = try #require(result.root.regions.first)
        #expect(result.root.regions.count == count)
        #expect((region.spaceSource == .inferred && region.space.unit == .permille) == isProved)
        if isProved {
            #expect(region.pixels == .box(Box(x0: 0, y0: 0, x1: 400, y1: 300)))
            let words = try #require(result.diagnostics("coordinates-inferred").first).message
            #expect(words.contains("\(count - others) of \(count) crops have the stored size"), "\(words)")
        }
    }

    @Test(arguments: [
        (#""model":"GLM-4.5V","#, "", CoordinateOrder.xyxy), (#""model":"gemini-2.5-pro","#, "", .yxyx),
        ("", "<|begin_of_box|>done<|end_of_box|>", .xyxy), ("", "", .yxyx),
    ]) func `box_2d is left first where the record is of GLM-V`(
        _ model: String, _ words: String, _ order: CoordinateOrder
    ) throws {
        let text = #"""
            {\#(model)"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"photo.png"}}]},
            {"role":"assistant","content":"{\"box_2d\": [100, 200, 300, 400]} \#(words)"}]}
            """#
        let result = try Imported(text, files: [("folder/photo.png", try picture(100, 100).encodedPNG())])
        let region = try #require(result.root.regions.first)
        #expect(region.space == CoordinateSpace(unit: .permille, order: order))
        #expect(region.spaceSource == .standard)
        let remark = try #require(result.diagnostics("coordinates-by-default").first)
        let isUnsaid = model.isEmpty && words.isEmpty
        #expect(remark.message.contains("--family glm-v") == isUnsaid, "\(remark.message)")
    }

    @Test func `a model's box tokens are read without a family, and what is no numbers is words`() throws {
        let text = #"""
            [{"role":"user","content":[{"type":"image_url","image_url":{"url":"photo.png"}}]},
            {"role":"assistant","content":"<|begin_of_box|>[[100, 200, 300, 400]]<|end_of_box|> is <|begin_of_box|>red<|end_of_box|>"}]
            """#
        let result = try Imported(text, files: [("folder/photo.png", try picture(100, 50).encodedPNG())])
        #expect(result.root.regions.count == 1)
        #expect(result.root.regions.first?.pixels == .box(Box(x0: 10, y0: 10, x1: 30, y1: 20)))
    }

    /// A log of ReFocus with one call.
    private func focus(_ code: String) -> String {
        #"""
        [{"role":"user","content":[{"type":"text","text":"# USER REQUEST #: How many?\n# RESULT #:"},
        {"type":"image_url","image_url":{"url":"table.png"}}]},
        {"role":"assistant","content":[{"type":"text","text":"THOUGHT 0: I look.\nACTION 0:\n```python\n\#(code)\n```"}]},
        {"role":"user","content":[{"type":"text","text":"OBSERVATION: Execution success."},
        {"type":"image_url","image_url":{"url":"focus.png"}}]},
        {"role":"assistant","content":[{"type":"text","text":"THOUGHT 1: Ten.\nACTION 1: No action needed.\nANSWER: Ten. TERMINATE"}]}]
        """#
    }

    @Test func `boxes of a dictionary in the code are read as they stand`() throws {
        let boxes = "{'A, B': {'x1': 0.5, 'y1': 0, 'x2': 1, 'y2': 0.5}}"
        let code = #"x = focus_on_rows_with_highlight(image_1, ['A, B', \"C\"], \#(boxes))"#
        let result = try Imported(
            focus(code),
            files: [
                ("folder/table.png", try picture(100, 80).encodedPNG()),
                ("folder/focus.png", try picture(100, 80, seed: 2).encodedPNG()),
            ])
        let regions = result.root.regions
        #expect(regions.map(\.label) == ["A, B", "C"])
        #expect(regions.first?.pixels == .box(Box(x0: 50, y0: 0, x1: 100, y1: 40)))
        guard case .invalid(let reason)? = regions.last?.shape else {
            Issue.record("expected no place for C")
            return
        }
        #expect(reason.hasSuffix(#"has no box of "C""#))
        #expect(result.state.images.last?.derivation?.operation == .draw)
        #expect(result.state.images.last?.derivation?.parents.first?.map == .identity)
    }

    @Test(arguments: [
        "focus_on_rows_with_draw(image_1, names, rows_bbox)", "focus_on_rows_with_draw(image_1, [names[0]], rows_bbox)",
    ]) func `names that are not written out are no places, and that is said`(_ code: String) throws {
        let result = try Imported(
            focus(code), files: [("folder/table.png", try picture(100, 80).encodedPNG())])
        #expect(result.root.regions.map(\.shape) == [.invalid(reason: "expected the names as a list of texts")])
    }

    @Test(arguments: [
        "focus_on_", "focus_on_rows(", "focus_on_rows(image_1, [\\\"a", "focus_on_rows(image_1)",
        "focus_on_rows(image_1, [], rows_bbox)",
    ]) func `a call that is cut off or names nothing is no look`(_ code: String) throws {
        let result = try Imported(
            focus(code), files: [("folder/table.png", try picture(100, 80).encodedPNG())])
        #expect(result.root.regions.isEmpty)
        #expect(result.root.calls.count == 1)
    }
}
