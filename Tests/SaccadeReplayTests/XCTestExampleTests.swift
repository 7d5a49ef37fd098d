import Foundation
import SaccadePixels
import SaccadeReplay
import Testing
import XCTest

/// XCTest itself runs the code that the documentation gives its users.
@Suite(.serialized) struct XCTestExampleTests {
    /// Runs a test of XCTest and returns what it recorded.
    ///
    /// It has a thread of its own: XCTest waits in a run loop for tasks that come behind all tests of this run.
    private func run(
        _ name: String, _ body: @escaping @Sendable (RunTests) throws -> Void
    ) async -> (failures: Int, text: String) {
        await withCheckedContinuation { continuation in
            let thread = Thread {
                let observer = FailureCollector()
                XCTestObservationCenter.shared.addTestObserver(observer)
                defer { XCTestObservationCenter.shared.removeTestObserver(observer) }
                let test = RunTests(name: name) { test in
                    guard let test = test as? RunTests else { return XCTFail("expected RunTests") }
                    try body(test)
                }
                test.run()
                continuation.resume(returning: (test.testRun?.totalFailureCount ?? -1, observer.text))
            }
            // What is checked here goes as deep as it does on a main thread.
            thread.stackSize = 8 << 20
            thread.start()
        }
    }

    @Test func `the code of the page for XCTest passes there`() async throws {
        #expect(await run("testTheRecordedRunHoldsTogether") { try $0.testTheRecordedRunHoldsTogether() }.failures == 0)
        #expect(await run("testTheWrongCropIsFound") { try $0.testTheWrongCropIsFound() }.failures == 0)
    }

    @Test func `a lie fails a test of XCTest with what is wrong and where`() async {
        let result = await run("testALie") { _ in
            try requireConsistent("Samples/Traces/checkout-wrong.jsonl", level: .l3, pixels: ImagingKit())
        }
        #expect(result.failures == 1)
        #expect(result.text.contains("Samples/Traces/checkout-wrong.jsonl:"), "\(result.text)")
        #expect(result.text.contains("[wrong-derived-pixels]"), "\(result.text)")
    }

    @Test func `the page has this code`() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let source = try String(contentsOf: folder.appendingPathComponent("XCTestExample.swift"), encoding: .utf8)
        let code = source.components(separatedBy: "\n").filter { !$0.hasPrefix("//") }
            .joined(separator: "\n").replacingOccurrences(of: "\n\n\n", with: "\n\n")
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let root = folder.deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(contentsOf: root.appendingPathComponent("Docs/Checking.md"), encoding: .utf8)
        #expect(page.contains("```swift\n" + code + "\n```"))
    }
}

/// Keeps what XCTest records of failures.
private final class FailureCollector: NSObject, XCTestObservation {
    private(set) var text = ""

    func testCase(_ testCase: XCTestCase, didFailWithDescription description: String, inFile: String?, atLine: Int) {
        text += description + "\n"
    }
}
