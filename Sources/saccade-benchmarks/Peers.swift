import CBenchmarkPeers
import Foundation
import SaccadeImaging

/// Encoders of C libraries.
enum PeerCodec {
    /// The filters that libpng may use.
    enum Filter: Int32 {
        case all = 0
        case sub = 1
        case paeth = 2
    }

    /// Encodes an opaque picture as PNG by libpng into a buffer that is kept from call to call.
    static func png(_ image: PixelImage, level: Int32, filter: Filter, into buffer: inout [UInt8]) throws -> Int {
        reserve(image, &buffer)
        let count = buffer.withUnsafeMutableBufferPointer { target in
            saccade_peer_png(
                image.bytes, UInt32(image.width), UInt32(image.height), level, filter.rawValue, target.baseAddress,
                target.count)
        }
        guard count > 0 else { throw BenchmarkError("expected libpng to encode \(image.size), found an error") }
        return count
    }

    /// Encodes an opaque picture as JPEG.
    static func jpeg(_ image: PixelImage, quality: Int32) throws -> [UInt8] {
        var buffer: [UInt8] = []
        reserve(image, &buffer)
        let count = buffer.withUnsafeMutableBufferPointer { target in
            saccade_peer_jpeg(
                image.bytes, UInt32(image.width), UInt32(image.height), quality, target.baseAddress, target.count)
        }
        guard count > 0 else { throw BenchmarkError("expected libjpeg to encode \(image.size), found an error") }
        return Array(buffer.prefix(count))
    }

    private static func reserve(_ image: PixelImage, _ buffer: inout [UInt8]) {
        if buffer.count < image.bytes.count + 65_536 {
            buffer = [UInt8](repeating: 0, count: image.bytes.count + 65_536)
        }
    }
}

/// A script that waits for a line, does its work once, and answers with its CPU seconds and the bytes that it made.
final class PeerProcess {
    let name: String
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var rest = Data()

    /// Starts the script; it says `ready` when it has loaded what it needs.
    init(_ name: String, python: String, arguments: [String]) throws {
        self.name = name
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = arguments
        process.standardInput = input
        process.standardOutput = output
        var environment = ProcessInfo.processInfo.environment
        // One core: libraries that would use more are told so.
        for name in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"] { environment[name] = "1" }
        // Where a machine sets these, they choose slower kernels than numpy would.
        environment["OPENBLAS_CORETYPE"] = nil
        environment["OPENBLAS_L2_SIZE"] = nil
        process.environment = environment
        try process.run()
        let answer = try line()
        guard answer == "ready" else { throw BenchmarkError("\(name): expected ready, found \(answer)") }
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// Lets the script work once; returns its CPU seconds and the bytes it made.
    func run() throws -> (seconds: Double, bytes: Int) {
        try input.fileHandleForWriting.write(contentsOf: Data("go\n".utf8))
        let answer = try line()
        let words = answer.split(separator: " ")
        guard words.count == 2, let seconds = Double(words[0]), let bytes = Int(words[1]) else {
            throw BenchmarkError("\(name): expected seconds and bytes, found \(answer)")
        }
        return (seconds, bytes)
    }

    private func line() throws -> String {
        while true {
            if let end = rest.firstIndex(of: 0x0A) {
                defer { rest = Data(rest[(end + 1)...]) }
                return String(decoding: rest[..<end], as: UTF8.self)
            }
            let piece = output.fileHandleForReading.availableData
            guard !piece.isEmpty else { throw BenchmarkError("\(name): expected an answer, found the script's end") }
            rest += piece
        }
    }
}
