import Saccade
import SaccadeDigest

// The code of README.md; a test holds the two together.

func record(to path: String, png: [UInt8]) throws {
    let writer = try TraceWriter(path: path, digest: SHA256Hasher())
    try writer.append(
        .traceBegin(
            TraceBegin(
                format: "0.1", id: "0af7651916cd43dd8448eb211c80319c",
                recorder: Recorder(name: "my-server", version: "1"))))
    let image = try writer.image(
        png, digest: Digest(of: png),
        as: ImageDeclaration(n: 0, width: 640, height: 480, media: "image/png", origin: ImageOrigin(kind: .input)))
    try writer.append(.turn(Turn(n: 0, parts: [.image(image), .text("What does the sign say?")])))
    try writer.append(.stepBegin(StepBegin(agent: 0, n: 0, kind: .look)), at: 1_000_000)
    try writer.append(
        .region(
            Region(
                agent: 0, n: 0, step: 0, image: image, shape: .box(Box(x0: 574, y0: 301, x1: 660, y1: 468)),
                space: CoordinateSpace(unit: .permille), label: "sign")))
    try writer.append(.stepEnd(StepEnd(agent: 0, step: 0)), at: 2_000_000)
    try writer.finish()
}
