import Saccade
import SaccadeImaging
import SaccadeImport
import Testing

@Suite struct MessageTests {
    /// A question about a picture, then what the model said.
    private func record(_ image: String, _ rest: String) -> String {
        """
        {"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"\(image)"}},\
        {"type":"text","text":"What is on the sign?"}]},\(rest)]}
        """
    }

    @Test func `tags in a text become a step, a call and an answer`() throws {
        let png = try picture(40, 30).encodedPNG()
        let text = record(
            "sign.png",
            #"""
            {"role":"assistant","content":"<think>I look at the sign.</think><tool_call>{\"name\":\"image_zoom_in_tool\",\"arguments\":{\"bbox_2d\":[4,5,20,25],\"label\":\"sign\"}}</tool_call>"},
            {"role":"user","content":[{"type":"text","text":"<tool_response>Error: too small</tool_response>"}]},
            {"role":"assistant","content":"<think>It fails.</think><answer>OPEN</answer>"}
            """#)
        let result = try Imported(text, files: [("folder/sign.png", png)])
        #expect(result.summary.format == "openai-messages")
        #expect(result.root.steps[0].texts.contains { $0.text.contains("I look at the sign.") })
        #expect(result.root.calls[0].request.name == "image_zoom_in_tool")
        guard case .failed? = result.root.calls[0].outcome else {
            Issue.record("expected the call to have failed")
            return
        }
        #expect(result.root.regions[0].label == "sign")
        #expect(result.root.regions[0].written == "[4,5,20,25]")
        #expect(result.state.finalAnswer?.text == "OPEN")
        #expect(result.state.images[0].declaration.size == PixelSize(width: 40, height: 30))
    }

    @Test func `several calls of one turn are several calls`() throws {
        let text = record(
            "https://example.org/sign.png",
            #"""
            {"role":"assistant","content":"Two looks.","tool_calls":[{"id":"a","type":"function","function":{"name":"zoom","arguments":"{\"bbox\":[1,2,3,4]}"}},{"id":"b","type":"function","function":{"name":"ocr","arguments":"{broken"}}]},
            {"role":"tool","tool_call_id":"b","content":"text"},{"role":"tool","tool_call_id":"a","content":"done"},
            {"role":"assistant","content":"OPEN"}
            """#)
        let result = try Imported(text)
        #expect(result.root.calls.map(\.request.name) == ["zoom", "ocr"])
        #expect(result.root.calls.map(\.request.id) == ["a", "b"])
        #expect(result.root.calls[1].request.written == "{broken")
        #expect(result.root.calls[1].request.arguments == nil)
        #expect(result.root.calls[1].parts.compactMap(\.text) == ["text"])
        // A URL is never fetched.
        #expect(result.state.images[0].declaration.missing != nil)
        #expect(result.state.images[0].declaration.digest == nil)
    }

    @Test(arguments: [
        ("data:image/jpeg;base64,", "stripped"), ("../../etc/passwd", ""), ("/etc/passwd", ""), ("nowhere.png", ""),
        ("data:image/png;base64,@@@@", "base64"),
    ])
    func `an image that is not to be had is missing with a reason`(_ image: String, _ reason: String) throws {
        let result = try Imported(
            record(image, #"{"role":"assistant","content":"OPEN"}"#), files: [("etc/passwd", [0x89, 0x50, 0x4E, 0x47])])
        let missing = try #require(result.state.images.first?.declaration.missing)
        #expect(missing.contains(reason))
        #expect(result.summary.missingImages == 1)
    }

    @Test func `bytes in the record are found with and without their scheme`() throws {
        let png = try picture(64, 48).encodedPNG()
        let bare = Base64.encode(png)
        for url in [bare, "data:image/png;base64,\(bare)"] {
            let result = try Imported(record(url, #"{"role":"assistant","content":"OPEN"}"#))
            #expect(result.state.images[0].declaration.size == PixelSize(width: 64, height: 48))
        }
    }

    @Test(arguments: ["[4,5,20]", "[20,25,4,5]", "[4,5,20,25,9]", "[\\\"a\\\",5,20,25]"])
    func `numbers that are no box survive as an invalid region`(_ numbers: String) throws {
        let png = try picture(40, 30).encodedPNG()
        let call =
            #"{"role":"assistant","content":"","tool_calls":[{"id":"a","type":"function","function":{"name":"image_zoom_in_tool","arguments":"{\"bbox_2d\":\#(numbers)}"}}]}"#
        let result = try Imported(record("sign.png", call), files: [("folder/sign.png", png)])
        #expect(result.root.calls.count == 1)
        for region in result.root.regions {
            guard case .invalid = region.shape else {
                Issue.record("expected an invalid shape, found \(region.shape)")
                continue
            }
        }
        #expect(!result.summary.diagnostics.isEmpty)
    }

    @Test func `importing twice gives the same bytes`() throws {
        let png = try picture(40, 30).encodedPNG()
        let text = record("sign.png", #"{"role":"assistant","content":"<answer>OPEN</answer>"}"#)
        let first = try Imported(text, files: [("folder/sign.png", png)])
        let second = try Imported(text, files: [("folder/sign.png", png)])
        #expect(first.log == second.log)
    }

    @Test func `a space that the user declares is declared`() throws {
        let png = try picture(40, 30).encodedPNG()
        let call =
            #"{"role":"assistant","content":"","tool_calls":[{"id":"a","type":"function","function":{"name":"image_zoom_in_tool","arguments":"{\"bbox_2d\":[100,100,500,900]}"}}]}"#
        let options = ImportOptions(space: .permille)
        let result = try Imported(record("sign.png", call), files: [("folder/sign.png", png)], options: options)
        #expect(result.root.regions[0].spaceSource == .declared)
        #expect(result.root.regions[0].pixels == .box(Box(x0: 4, y0: 3, x1: 20, y1: 27)))
    }

    @Test(arguments: [("[{\"role\":", "1:10"), ("{\"a\":1,\"a\":2}", "1:8"), ("", "")])
    func `a record that is no JSON is refused where it is wrong`(_ text: String, _ place: String) {
        let error = #expect(throws: TraceError.self) { _ = try Imported(text) }
        #expect(error.map { String(describing: $0).contains(place) } == true)
    }

    @Test func `a record of no known format is refused with what was found`() {
        let error = #expect(throws: TraceError.self) { _ = try Imported(#"{"rows":[1,2]}"#) }
        #expect(error?.code == .unknownFormat)
        #expect(error?.message.contains(#"found an object with "rows""#) == true)
    }
}
