import Saccade
import SaccadeRecorder
import SaccadeServer

// The code of Docs/Serving.md; a test holds the two together.

func serve(question: String, png: [UInt8], with recorder: TraceRecorder) async throws -> String {
    try await recorder.trace(question: question) { trace in
        let photo = trace.image(png)
        let turn = trace.turn([.image(photo), .text(question)])
        return try await withGeneration(input: Input(add: [.turn(turn)])) { generation in
            generation.noteFirstToken()
            try await searchTwoHalves()
            generation.note(finish: "stop", usage: Usage(input: 912, output: 31))
            return "the bakery"
        }
    }
}

/// Gets nothing passed: each task of the group becomes a lane of the trace.
func searchTwoHalves() async throws {
    try await withThrowingTaskGroup { group in
        for side in ["left", "right"] {
            group.addTask {
                try await withAgent(role: side) { _ in
                    try await withStep(.look) { step in
                        step?.text("nothing on the \(side)")
                        try Task.checkCancellation()
                    }
                }
            }
        }
        try await group.waitForAll()
    }
}
