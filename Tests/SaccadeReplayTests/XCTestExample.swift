import SaccadePixels
import SaccadeReplay
import XCTest

// The code of Docs/Checking.md for XCTest; `XCTestExampleTests` runs it and holds the two together.

final class RunTests: XCTestCase {
    func testTheRecordedRunHoldsTogether() throws {
        try requireConsistent("Samples/Traces/receipt.jsonl", level: .l3, pixels: ImagingKit())
    }

    func testTheWrongCropIsFound() throws {
        let report = try check("Samples/Traces/checkout-wrong.jsonl", level: .l3, pixels: ImagingKit())
        XCTAssertTrue(report.findings.contains { $0.ruleID == Rule.wrongDerivedPixels.id }, report.text())
    }
}
