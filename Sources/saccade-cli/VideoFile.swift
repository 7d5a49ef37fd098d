import Foundation
import Saccade
import SaccadeReplay

/// A film made by the installed `ffmpeg` from an animated PNG that is drawn beside it and taken away afterwards.
struct VideoFile {
    /// What players know a film as.
    enum Kind: String, CaseIterable {
        /// H.264 in MP4, which every player and browser shows.
        case mp4
        /// VP9 in WebM, which needs no licence.
        case webm

        /// The kind that the end of a name asks for.
        init?(of path: String) {
            guard let kind = Kind.allCases.first(where: { path.lowercased().hasSuffix(".\($0.rawValue)") }) else {
                return nil
            }
            self = kind
        }

        /// How `ffmpeg` packs it: good enough for small text, in pixels that every player can decode.
        fileprivate var arguments: [String] {
            switch self {
            case .mp4: ["-c:v", "libx264", "-preset", "medium", "-crf", "18", "-movflags", "+faststart", "-f", "mp4"]
            case .webm:
                ["-c:v", "libvpx-vp9", "-crf", "24", "-b:v", "0", "-cpu-used", "4", "-row-mt", "1", "-f", "webm"]
            }
        }
    }

    /// Where the film goes.
    let path: String
    let kind: Kind

    /// Creates the film of a path that ends in `.mp4` or `.webm`; returns `nil` for others.
    init?(path: String) {
        guard let kind = Kind(of: path) else { return nil }
        self.path = path
        self.kind = kind
    }

    /// Makes the film; the file has its name only when it is whole.
    ///
    /// - Parameters:
    ///   - trace: The trace's id, which the film names in its comment.
    ///   - seconds: How long the animation shows each frame, above 0: short ones want a higher rate.
    ///   - animate: Gives the animated PNG to its closure, piece by piece.
    /// - Throws: ``TraceError`` if there is no `ffmpeg` or it fails, with what it says.
    func write<Result>(
        trace: String, seconds: Double, from animate: (@escaping ([UInt8]) throws -> Void) throws -> Result
    ) throws -> Result {
        let program = try Self.program(for: path)
        let film = try PendingFile(path: path)
        // ffmpeg goes back and forth in it; it is never finished, so that it goes away at the end.
        let frames = try PendingFile(path: path + ".apng", isDurable: false)
        let result = try animate { piece in try frames.write(piece) }
        let messages = try TemporaryText()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments(
            from: frames.temporaryPath, to: film.temporaryPath, trace: trace, seconds: seconds)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = messages.handle
        try process.run()
        process.waitUntilExit()
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            let said = messages.lastLine ?? "it ended with \(process.terminationStatus) and said nothing"
            throw TraceError(.tool, "\(path): \(program) could not make the film: \(said)")
        }
        try film.finish()
        return result
    }

    private func arguments(from frames: String, to film: String, trace: String, seconds: Double) -> [String] {
        // Sides are even, as halved colour wants it; colours are those of HD video.
        let filters = [
            "fps=\(seconds < 0.04 ? 50 : 25)", "pad=ceil(iw/2)*2:ceil(ih/2)*2",
            "scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd+full_chroma_int", "format=yuv420p",
        ]
        return ["-nostdin", "-loglevel", "error", "-y", "-f", "apng", "-i", "file:" + frames, "-an"]
            + ["-vf", filters.joined(separator: ",")]
            + ["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"]
            + ["-metadata", "comment=saccade trace \(trace)"] + kind.arguments + ["file:" + film]
    }

    /// Returns where `ffmpeg` is.
    private static func program(for path: String) throws(TraceError) -> String {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        for folder in folders {
            let candidate = StoragePath.join(String(folder), "ffmpeg")
            if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
        }
        let animation = path.dropLast(Kind(of: path)?.rawValue.count ?? 0) + "apng"
        throw TraceError(
            .tool,
            "\(path): expected the program ffmpeg, which makes films, on the PATH, found none; install it "
                + "(apt-get install ffmpeg), or write an animated PNG: -o \(animation)")
    }
}

/// Text that another program writes into a file without a name.
private struct TemporaryText {
    let handle: FileHandle

    init() throws(TraceError) {
        guard let file = tmpfile() else { throw TraceError(.fileSystem, "cannot create a temporary file") }
        handle = FileHandle(fileDescriptor: dup(fileno(file)), closeOnDealloc: true)
        fclose(file)
    }

    /// The last line that is not empty, at most 400 characters of it.
    var lastLine: String? {
        try? handle.seek(toOffset: 0)
        let text = String(decoding: (try? handle.readToEnd()) ?? Data(), as: UTF8.self)
        return text.split(whereSeparator: \.isNewline).last.map { String($0.prefix(400)) }
    }
}
