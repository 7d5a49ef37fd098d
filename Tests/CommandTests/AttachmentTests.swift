import Foundation
import SaccadeTesting
import Testing

/// A failing expectation about a trace, as a person meets it: in a test run of its own, with the built command on the path.
@Suite struct AttachmentTests {
    private static let variable = "SACCADE_TEST_OF_A_LIE"

    /// What the other run runs; nothing else does.
    @Test(.enabled(if: ProcessInfo.processInfo.environment[variable] != nil))
    func `a run that was recorded with a lie holds together`() {
        expectConsistent(ProcessInfo.processInfo.environment[Self.variable] ?? "")
    }

    @Test func `a failing expectation attaches the drawn step to the test`() throws {
        let folder = try TemporaryFolder()
        let trace = folder.file("lie.jsonl")
        try Data(Self.lie.utf8).write(to: URL(fileURLWithPath: trace))
        let attachments = folder.file("attachments")
        try FileManager.default.createDirectory(atPath: attachments, withIntermediateDirectories: true)

        let run = Process()
        run.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
        run.arguments = [
            "--testing-library", "swift-testing", "--filter", "a run that was recorded with a lie",
            "--attachments-path",
            attachments,
        ]
        var environment = ProcessInfo.processInfo.environment
        environment[Self.variable] = trace
        environment["PATH"] = Command.products.path + ":" + (environment["PATH"] ?? "")
        run.environment = environment
        let printed = Pipe()
        run.standardOutput = printed
        run.standardError = printed
        try run.run()
        let text = String(decoding: printed.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        run.waitUntilExit()

        #expect(run.terminationStatus != 0)
        #expect(text.contains("[empty-box]") && text.contains("fix:"), "\(text)")
        let files = try FileManager.default.contentsOfDirectory(atPath: attachments)
        let picture = try #require(files.first { $0.hasSuffix(".png") }, "\(files), \(text)")
        let bytes = try Data(contentsOf: URL(fileURLWithPath: attachments + "/" + picture))
        #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]))
        #expect(bytes.count > 1000)
    }

    private static let lie = """
        {"t":"trace.begin","format":"0.1","id":"0af7651916cd43dd8448eb211c80319c","recorder":{"name":"test","version":"1"}}
        {"t":"image","n":0,"width":64,"height":48,"origin":{"kind":"input"},"missing":"a test"}
        {"t":"step.begin","agent":0,"n":0,"kind":"look"}
        {"t":"region","agent":0,"n":0,"step":0,"image":0,"shape":{"box":[40,10,20,30]},"space":{"unit":"pixel","order":"xyxy"}}
        {"t":"step.end","agent":0,"step":0}
        {"t":"trace.end","counts":{"events":5,"images":1,"steps":1,"regions":1}}

        """
}
