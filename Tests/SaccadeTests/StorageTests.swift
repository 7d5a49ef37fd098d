import Foundation
import Testing

@testable import Saccade

/// What every storage does alike.
@Suite struct StorageTests {
    enum Kind: CaseIterable {
        case disk
        case memory
    }

    /// Runs a test in a storage of a kind, with a path that is free.
    private func with(_ kind: Kind, _ body: (any Storage, String) throws -> Void) throws {
        switch kind {
        case .memory: try body(MemoryStorage(), "file")
        case .disk:
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("saccade-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            try body(FileStorage(), folder.appendingPathComponent("file").path)
        }
    }

    private func write(_ text: String, to file: any StorageFile) throws {
        try Array(text.utf8).withUnsafeBytes { try file.write($0) }
    }

    private func read(_ count: Int, at offset: Int, of file: any StorageFile) throws -> String {
        var bytes = [UInt8](repeating: 0, count: count)
        let received = try bytes.withUnsafeMutableBytes { try file.read(into: $0, at: offset) }
        return String(decoding: bytes.prefix(received), as: UTF8.self)
    }

    @Test(arguments: Kind.allCases)
    func `a file is read at any offset, and reading on is not disturbed`(_ kind: Kind) throws {
        try with(kind) { storage, path in
            try storage.write(Array("0123456789".utf8), to: path)
            let file = try storage.open(path)
            #expect(try file.size() == 10)
            #expect(try file.read(upTo: 3) == Array("012".utf8))
            #expect(try read(4, at: 5, of: file) == "5678")
            #expect(try read(4, at: 8, of: file) == "89")
            #expect(try read(4, at: 10, of: file) == "")
            var memory = [UInt8](repeating: 0, count: 2)
            let received = try memory.withUnsafeMutableBytes { try file.read(into: $0) }
            #expect(received == 2)
            #expect(memory == Array("34".utf8))
        }
    }

    @Test(arguments: Kind.allCases)
    func `what is written after a cut stands at the new end`(_ kind: Kind) throws {
        try with(kind) { storage, path in
            let file = try storage.create(path, replacing: false)
            try write("whole|torn", to: file)
            try file.truncate(to: 6)
            try write("next", to: file)
            try file.close()
            #expect(try storage.contents(of: path) == Array("whole|next".utf8))
        }
    }

    @Test(arguments: Kind.allCases)
    func `a reopened file is read and goes on at its end`(_ kind: Kind) throws {
        try with(kind) { storage, path in
            try storage.write(Array("first ".utf8), to: path)
            let file = try storage.openForAppending(path)
            #expect(try file.size() == 6)
            try write("second", to: file)
            #expect(try read(100, at: 0, of: file) == "first second")
            try file.truncate(to: 3)
            try write("!", to: file)
            #expect(try read(100, at: 0, of: file) == "fir!")
            try file.close()
        }
    }

    @Test(arguments: Kind.allCases)
    func `a file that is missing is not reopened`(_ kind: Kind) throws {
        try with(kind) { storage, path in
            #expect(throws: TraceError.self) { try storage.openForAppending(path) }
            let entry = try storage.entry(path)
            #expect(entry == nil)
        }
    }

    @Test func `a pipe has no size and refuses offsets`() throws {
        let file: any StorageFile = DrippingFile([1, 2, 3])
        #expect(try file.size() == nil)
        #expect(throws: TraceError.self) { try read(1, at: 0, of: file) }
    }
}
