import Foundation
import Testing

@testable import Saccade

@Suite struct FormatTests {
    @Test func `the tables of the format are the ones that the code makes`() throws {
        let file = CodecCorpora.package.appendingPathComponent("Docs/Format.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        try FormatDocuments.expect("Format.md", FormatDocuments.filled(text))
    }

    @Test func `every example of the format is an event that the code reads and writes so`() throws {
        let file = CodecCorpora.package.appendingPathComponent("Docs/Format.md")
        var count = 0
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") where line.hasPrefix(#"{"t":"#)
        {
            count += 1
            let event = try EventDecoder().decode(Array(line.utf8))
            #expect(String(decoding: EventEncoder.bytes(of: event), as: UTF8.self) == line)
        }
        #expect(count >= 10)
    }
}
