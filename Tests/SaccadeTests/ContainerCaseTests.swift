import Foundation
import Testing

@testable import Saccade

/// The project's own conformance set of the binary encoding: what the suite of MCAP leaves out.
///
/// With UPDATE_GOLDEN=1 in the environment the files are written anew; look at what changed before it is committed.
@Suite struct ContainerCaseTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Conformance/Container")

    private static func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    @Test func `the files are those that the program makes, and no others`() throws {
        let cases = try ContainerCases.all()
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
            try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
            for test in cases {
                try FileStorage().write(test.bytes, to: Self.path("\(test.name).mcap"))
                try FileStorage().write(Array(test.json.utf8), to: Self.path("\(test.name).json"))
            }
        }
        for test in cases {
            let json = try FileStorage().contents(of: Self.path("\(test.name).json"))
            #expect(String(decoding: json, as: UTF8.self) == test.json, "\(test.name)")
            // What another version of zstd or lz4 packs has other bytes.
            guard !test.name.hasPrefix("packed-") else { continue }
            let same = try FileStorage().contents(of: Self.path("\(test.name).mcap")) == test.bytes
            #expect(same, "\(test.name)")
        }
        let names = try FileStorage().list(Self.folder.path).filter { $0.hasSuffix(".mcap") }
        #expect(names == cases.map { "\($0.name).mcap" })
    }

    @Test func `each file is read as it says, from its beginning and through its index`() throws {
        let names = try FileStorage().list(Self.folder.path).filter { $0.hasSuffix(".mcap") }
        #expect(names.count > 15)
        for name in names {
            let file = try FileStorage().contents(of: Self.path(name))
            let json = try JSONValue(
                parsing: FileStorage().contents(of: Self.path(name.dropLast(5) + ".json")))
            let wanted = json["messages"]?.array ?? []
            let code = json["error"]?.string
            let (messages, error) = stream(file)
            #expect(messages == wanted, "\(name)")
            #expect(error?.code.name == code, "\(name): \(error?.message ?? "whole")")
            let (indexed, failure) = index(file)
            if json["indexed"]?.bool == true {
                #expect(indexed == wanted, "\(name) by index")
                #expect(failure?.code.name == code, "\(name) by index: \(failure?.message ?? "whole")")
            } else if name.hasPrefix("summary") || name.hasPrefix("cut") {
                #expect(failure != nil, "\(name) by index")
            }
        }
    }

    private func stream(_ file: [UInt8]) -> (messages: [JSONValue], error: TraceError?) {
        var found: [JSONValue] = []
        do throws(TraceError) {
            let reader = try MCAP.StreamReader(BytesFile(file))
            while let record = try reader.next() {
                if let (head, data) = record.message { found.append(json(head, data)) }
            }
        } catch {
            return (found, error)
        }
        return (found, nil)
    }

    private func index(_ file: [UInt8]) -> (messages: [JSONValue], error: TraceError?) {
        var found: [JSONValue] = []
        do throws(TraceError) {
            let reader = try MCAP.IndexedReader(BytesFile(file))
            for chunk in reader.chunks {
                try reader.read(chunk) { (opcode, content) throws(TraceError) in
                    guard opcode == .message else { return true }
                    let data = UnsafeRawBufferPointer(rebasing: content[MCAP.MessageHead.size...])
                    found.append(json(MCAP.MessageHead(content), data))
                    return true
                }
            }
        } catch {
            return (found, error)
        }
        return (found, nil)
    }

    private func json(_ head: MCAP.MessageHead, _ data: UnsafeRawBufferPointer) -> JSONValue {
        .object([
            JSONMember("channel", .integer(Int64(head.channel))),
            JSONMember("sequence", .integer(Int64(head.sequence))),
            JSONMember("data", .string(String(decoding: data, as: UTF8.self))),
        ])
    }
}
