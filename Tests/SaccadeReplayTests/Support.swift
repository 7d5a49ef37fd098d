import Saccade
import SaccadeDigest
import SaccadeImaging
import SaccadePixels
import SaccadeReplay

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The lines that most logs of these tests begin with.
enum Line {
    static let begin =
        #"{"t":"trace.begin","format":"0.1","id":"0af7651916cd43dd8448eb211c80319c","recorder":{"name":"test","version":"1"}}"#
    static let step = #"{"t":"step.begin","agent":0,"n":0,"kind":"look"}"#
    static let image =
        #"{"t":"image","n":0,"width":640,"height":480,"origin":{"kind":"input"},"missing":"a test has none"}"#
}

/// Checks lines with options; rules are all of them unless the options say otherwise.
func check(_ lines: [String], _ change: (inout CheckOptions) -> Void = { _ in }) throws -> Report {
    var options = CheckOptions(rules: Rule.all, pixels: ImagingKit())
    change(&options)
    return try Checker(options).check(bytes: Array(lines.map { $0 + "\n" }.joined().utf8), path: "trace.jsonl")
}

/// Real records with known answers, which lie beside the checkout on some machines.
enum SharedRecords {
    static let folder: String = {
        // …/Tests/SaccadeReplayTests/Support.swift
        let parts = #filePath.split(separator: "/").dropLast(3)
        let parent = "/" + parts.dropLast().joined(separator: "/")
        for candidate in [parent + "/shared", parent + "/../shared"] where access(candidate, R_OK) == 0 {
            return candidate + "/records"
        }
        return parent + "/shared/records"
    }()

    static func has(_ path: String) -> Bool { access("\(folder)/\(path)", R_OK) == 0 }

    static func bytes(_ path: String) throws -> [UInt8] {
        try FileStorage().contents(of: "\(folder)/\(path)", limit: 1 << 28)
    }
}

/// A trace in memory with its pictures, for tests of pixels.
final class PictureTrace {
    private let storage = MemoryStorage()
    private let writer: TraceWriter
    private static let path = "traces/trace.jsonl"

    init() throws {
        writer = try TraceWriter(path: Self.path, digest: SHA256Hasher(), storage: storage)
        try append(
            .traceBegin(
                TraceBegin(
                    format: "0.1", id: "0af7651916cd43dd8448eb211c80319c",
                    recorder: Recorder(name: "test", version: "1"))))
    }

    func append(_ body: EventBody) throws { try writer.append(body) }

    /// Declares a picture's file and returns its ordinal.
    func add(_ bytes: [UInt8], _ kind: OriginKind = .input, orientation: Int? = nil) throws -> Int {
        let info = try ImageInfo(sniffing: bytes)
        return try writer.image(
            bytes, digest: Digest(of: bytes),
            as: ImageDeclaration(
                n: 0, width: info.size.width, height: info.size.height, media: info.mediaType, orientation: orientation,
                origin: ImageOrigin(kind: kind)))
    }

    /// Declares a picture as a PNG.
    func add(_ image: PixelImage, _ kind: OriginKind = .input) throws -> Int {
        try add(try image.encodedPNG(), kind)
    }

    /// Ends the trace and checks it.
    func check(_ level: Level = .l3, _ change: (inout CheckOptions) -> Void = { _ in }) throws -> TraceReport {
        try writer.append(.stepBegin(StepBegin(agent: 0, n: 0, kind: .look)))
        try writer.append(.stepEnd(StepEnd(agent: 0, step: 0)))
        try writer.finish()
        var options = CheckOptions(level: level, pixels: ImagingKit())
        change(&options)
        let report = try Checker(options).check(path: Self.path, storage: storage)
        return report.traces[0]
    }

    /// Checks the trace, which has steps of its own.
    func checkAsItIs() throws -> TraceReport {
        try writer.finish()
        return try Checker(CheckOptions(level: .l3, pixels: ImagingKit())).check(path: Self.path, storage: storage)
            .traces[0]
    }

    /// Puts another file in the place of all pictures.
    func exchangeBlobs(with bytes: [UInt8]) throws {
        for name in try storage.list("traces/blobs") { try storage.write(bytes, to: "traces/blobs/\(name)") }
    }

    /// Takes the files of all pictures away.
    func dropBlobs() throws {
        for name in try storage.list("traces/blobs") { try storage.remove("traces/blobs/\(name)") }
    }
}

extension PixelImage {
    /// A picture of noise from a seed, in which no two places look alike.
    static func noise(_ width: Int, _ height: Int, seed: UInt64 = 1, isGray: Bool = false) throws -> PixelImage {
        var state = seed
        func next() -> UInt8 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }
        var bytes: [UInt8] = []
        for _ in 0..<(width * height) {
            let value = next()
            bytes += isGray ? [value, value, value, 255] : [value, next(), next(), 255]
        }
        guard let image = PixelImage(width: width, height: height, bytes: bytes) else {
            throw TraceError(.pixels, "expected a picture")
        }
        return image
    }
}
