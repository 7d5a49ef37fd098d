import Saccade
import SaccadePixels
import SaccadeReplay
import SaccadeTesting
import Testing

// The code of Docs/Guide/TracesInYourTests.md; a test holds the two together.

@Test func `the recorded run holds together`() {
    expectConsistent("Samples/Traces/receipt.jsonl", level: .l3, pixels: ImagingKit())
}

@Test func `a crop from another place is found`() {
    expectFinding(.wrongDerivedPixels, in: "Samples/Traces/checkout-wrong.jsonl", pixels: ImagingKit())
}

@Test func `a box beside the photo is found`() {
    var trace = TraceBuilder()
    let photo = trace.image(width: 640, height: 480)
    let look = trace.step(.look)
    trace.region(on: photo, Box(x0: 700, y0: 20, x1: 760, y1: 70), in: look)
    trace.end(look)
    expectFinding(.regionOutsideImage, in: trace, atStep: 0)
}
