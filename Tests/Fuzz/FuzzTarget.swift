import Saccade

/// A part of the library that takes bytes from strangers, and what must hold whatever the bytes are.
///
/// That nothing traps, hangs or leaves its memory is what the fuzzer and its sanitizers see; what else must hold is thrown.
struct FuzzTarget: Sendable {
    /// The name on the command line, and of the folder of its crashes.
    let name: String
    /// What it is about, in a few words.
    let title: String
    /// The most bytes of an input.
    let longest: Int
    /// Words that the format is made of; the fuzzer puts them together.
    let words: [String]
    /// Inputs to begin with.
    let seeds: @Sendable () throws -> [[UInt8]]
    /// Feeds it with bytes; throws ``BrokenPromise`` if something comes out that must not.
    let run: @Sendable ([UInt8]) throws -> Void

    /// All targets.
    static let all: [FuzzTarget] = [
        .codec, .container, .recovery, .imageHeader, .imageDecoder, .importer, .families, .shapes, .check, .storyboard,
    ]

    /// Returns the target with a name, or `nil`.
    static func named(_ name: String) -> FuzzTarget? { all.first { $0.name == name } }
}

/// Something that must hold for any input and did not.
struct BrokenPromise: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// The files of the tests that seeds are taken from.
enum SeedFiles {
    /// The folder of the tests.
    static let tests = StoragePath.folder(of: StoragePath.folder(of: #filePath))

    /// Returns the contents of the files below a folder, one level deep, whose names have an ending and that are not
    /// longer than a seed may be; smallest first.
    static func contents(of folder: String, ending: String..., longest: Int = 1 << 16) throws -> [[UInt8]] {
        let storage = FileStorage()
        let names = try storage.list(folder).filter { name in ending.contains { name.hasSuffix($0) } }
        let all = try names.map { try storage.contents(of: StoragePath.join(folder, $0)) }
        return all.filter { $0.count <= longest }.sorted { ($0.count, $0.last ?? 0) < ($1.count, $1.last ?? 0) }
    }

    /// The logs of the conformance set and those that must be refused.
    static func logs() throws -> [[UInt8]] {
        let folder = StoragePath.join(tests, "Conformance")
        return try contents(of: folder, ending: ".jsonl")
            + contents(of: StoragePath.join(folder, "Malformed"), ending: ".jsonl")
    }
}
