import Saccade
import SaccadeImaging
import SaccadeImport
import Testing

/// Records as people have them: without their folders, among other texts, with a prompt around the task.
@Suite struct MovedRecordTests {
    @Test func `a picture whose folder did not come along is found beside the record`() throws {
        let text = #"[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data/photo.png"}}]}]"#
        let png = try picture(30, 20).encodedPNG()
        let found = try Imported(text, files: [("folder/photo.png", png)])
        #expect(found.state.images.first?.declaration.size == PixelSize(width: 30, height: 20))
        #expect(found.diagnostics("image-found-by-name").count == 1)
        // Where the folder is, the file is not to be looked for elsewhere.
        let missing = try Imported(text, files: [("folder/photo.png", png), ("folder/data/other.png", png)])
        #expect(missing.state.images.first?.declaration.missing != nil)
    }

    @Test func `a text that is no record says how it begins and what reads a model's output`() throws {
        let error = #expect(throws: TraceError.self) {
            try Imported("\n  Initializing the tool\nDone!", name: "folder/test.log")
        }
        let message = try #require(error?.message)
        #expect(message.contains(#"found text that begins with "Initializing the tool""#), "\(message)")
        #expect(message.contains("--family and --image"), "\(message)")
        #expect(error?.code == .unknownFormat)
    }

    @Test func `the task of a screen agent is its instruction, not its prompt`() throws {
        let text = #"""
            [{"role":"user","content":"You are a GUI agent.\n## Action Space\nclick(start_box='(x1,y1)')\n\n## User Instruction\nBuy a record."},
            {"role":"user","content":[{"type":"image_url","image_url":{"url":"screen.png"}}]},
            {"role":"assistant","content":"Action: click(start_box='(10,20)')"}]
            """#
        let result = try Imported(text, files: [("folder/screen.png", try picture(40, 40).encodedPNG())])
        #expect(result.summary.format == "ui-tars")
        #expect(result.state.header?.task == "Buy a record.")
    }
}
