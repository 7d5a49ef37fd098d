import Foundation

/// Where tests find files outside the package.
enum CodecCorpora {
    /// The package's folder.
    static let package = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    /// The folder of shared material beside the package.
    static let shared: URL = {
        // A clone may lie one folder deeper.
        let parent = package.deletingLastPathComponent()
        let candidates = [parent, parent.deletingLastPathComponent()].map { $0.appendingPathComponent("shared") }
        return candidates.first { FileManager.default.fileExists(atPath: $0.path) } ?? candidates[0]
    }()
    /// JSONTestSuite.
    static let parsing = shared.appendingPathComponent("corpora/JSONTestSuite/test_parsing")
    /// utf8tests.
    static let utf8 = shared.appendingPathComponent("corpora/utf8tests/utf8tests.txt")

    static var hasParsing: Bool { FileManager.default.fileExists(atPath: parsing.path) }
    static var hasUTF8: Bool { FileManager.default.fileExists(atPath: utf8.path) }

    /// Returns the files of JSONTestSuite whose names begin with a prefix, in order.
    static func cases(_ prefix: String) throws -> [(name: String, bytes: [UInt8])] {
        try FileManager.default.contentsOfDirectory(atPath: parsing.path).filter { $0.hasPrefix(prefix) }.sorted()
            .map { ($0, Array(try Data(contentsOf: parsing.appendingPathComponent($0)))) }
    }
}

/// A random generator whose numbers depend on its seed alone (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
