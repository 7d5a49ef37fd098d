import Saccade
import SaccadeImport
import Testing

@Suite(.enabled(if: SharedRecords.has("Qwen3-VL"), "the shared records are not on this machine"))
struct SharedRecordTests {
    @Test func `The zooms of the Hop Inn resolve to the pixels of the recipe`() throws {
        let result = try Imported(shared: "Qwen3-VL/hopinn_messages_reconstructed.json")
        print(String(decoding: result.log, as: UTF8.self))
    }

    @Test func `print 2079`() throws {
        let result = try Imported(shared: "VisualSketchpad/outputs/geometry/2079/output.json")
        print(String(decoding: result.log, as: UTF8.self))
    }

    @Test func `print gmf`() throws {
        let result = try Imported(shared: "VisualSketchpad/outputs/graph_max_flow/5/output.json")
        print(String(decoding: result.log, as: UTF8.self))
    }
}
