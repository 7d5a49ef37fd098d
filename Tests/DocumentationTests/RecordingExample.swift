import Saccade
import SaccadeRecorder

// The code of Docs/Recording.md; a test holds the two together.

func record(png: [UInt8], crop: [UInt8], into folder: String) async throws {
    let recorder = try TraceRecorder(folder: folder)
    let trace = recorder.trace(model: "qwen3-vl-8b", task: "Which shop is open?")
    let photo = trace.image(png, names: ["street.png"])
    let turn = trace.turn([.image(photo), .text("Which shop is open?")])

    let agent = trace.root
    let generation = agent.generation(input: Input(add: [.turn(turn)]))
    let look = generation.step(.look)
    look.text("The sign above the door is small; I zoom in.")
    let sign = look.region(
        .box(Box(x0: 125, y0: 84, x1: 625, y1: 584)), on: photo, size: PixelSize(width: 64, height: 48),
        space: CoordinateSpace(unit: .permille), label: "sign")

    let zoom = look.call("image_zoom_in_tool", written: #"{"bbox_2d":[8,4,40,28]}"#)
    let detail = trace.image(crop, origin: zoom.origin)
    trace.derive(detail, cropOf: photo, executed: Box(x0: 8, y0: 4, x1: 40, y1: 28), by: zoom)
    zoom.succeed([.image(detail)])
    look.end()
    generation.end(usage: Usage(input: 912, image: 880, output: 31))

    agent.answer("the bakery", final: true, regions: [sign], images: [detail])
    trace.end()
    try await recorder.close()
}
