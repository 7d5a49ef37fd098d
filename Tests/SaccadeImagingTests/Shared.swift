import Saccade
import SaccadeImaging
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Files of records and corpora that lie beside the checkout on some machines.
enum Shared {
    static let folder: String = {
        // …/Tests/SaccadeImagingTests/Shared.swift
        let parts = #filePath.split(separator: "/").dropLast(3)
        let parent = "/" + parts.dropLast().joined(separator: "/")
        for candidate in [parent + "/shared", parent + "/../shared"] where access(candidate, R_OK) == 0 {
            return candidate
        }
        return parent + "/shared"
    }()

    static func has(_ path: String) -> Bool { access("\(folder)/\(path)", R_OK) == 0 }

    static func read(_ path: String) throws -> [UInt8] { try readFile("\(folder)/\(path)") }

    static func readFile(_ path: String) throws -> [UInt8] {
        let file = try #require(fopen(path, "rb"), "cannot open \(path)")
        defer { fclose(file) }
        var result: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&piece, 1, piece.count, file)
            if count == 0 { return result }
            result += piece[..<count]
        }
    }

    /// The names in a folder that end in a suffix, sorted.
    static func names(in path: String, suffix: String) -> [String] {
        guard let directory = opendir("\(folder)/\(path)") else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { buffer in
                String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(suffix) { names.append(name) }
        }
        return names.sorted()
    }
}

/// A generator of numbers that gives the same ones on every run.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}

extension PixelImage {
    /// A picture of noise, opaque or not.
    static func noise(_ width: Int, _ height: Int, seed: UInt64 = 1, isOpaque: Bool = false) throws -> PixelImage {
        var generator = SeededGenerator(seed: seed)
        var bytes: [UInt8] = []
        for _ in 0..<(width * height) {
            let value = generator.next()
            bytes += [
                UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8),
                UInt8(truncatingIfNeeded: value >> 16), isOpaque ? 255 : UInt8(truncatingIfNeeded: value >> 24),
            ]
        }
        return try #require(PixelImage(width: width, height: height, bytes: bytes))
    }
}
