import Foundation
import Saccade
import SaccadeDigest

extension Campaign {
    /// A large file of images, of which one is wanted.
    static let largeContainer = Campaign(name: "mcap-large", title: "A large MCAP file") { share in
        let count = max(20, 7_000 / share)
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("saccade-\(UUID().uuidString).mcap")
            .path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try write(images: count, to: path)
        let last = image(count - 1)
        let digest = Digest(of: last)
        let isWhole = try ContainerReader(path: path).blob(digest) == last
        let failures = isWhole ? [] : ["the image is another"]
        let size = try FileStorage().entry(path)?.size ?? 0
        let work = "\(count) images of 300 kB in a trace's own file, \(size / 1_000_000) MB: open it and fetch the last"
        var figures = [Figure(work, "the image is whole", failures: failures)]
        guard share == 1 else { return figures }
        let use = try ProcessUse.of(["image", digest.description, path])
        let (time, used) = (use.seconds * 1000, use.memory)
        let milliseconds = String(format: "%.2f", time)
        figures.append(
            Figure(
                "the same, nine times in one process, \(milliseconds) ms of CPU each", "≤ 5 ms of CPU",
                failures: time > 5 ? ["\(milliseconds) ms"] : []))
        figures.append(
            Figure(
                "the same, \(used >> 20) MiB of memory", "≤ 64 MiB of memory",
                failures: used > 64 << 20 ? ["\(used >> 20) MiB"] : []))
        return figures
    }

    private static func image(_ number: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 300_000)
        for index in 0..<8 { bytes[index * 1000] = UInt8(truncatingIfNeeded: number >> (8 * index)) }
        return bytes
    }

    private static func write(images count: Int, to path: String) throws {
        let writer = try TraceWriter(path: path, digest: SHA256Hasher())
        try writer.append(
            .traceBegin(
                TraceBegin(
                    format: "0.1", id: "0af7651916cd43dd8448eb211c80319c",
                    recorder: Recorder(name: "campaign", version: "1"))))
        for number in 0..<count {
            let bytes = image(number)
            _ = try writer.image(
                bytes, digest: Digest(of: bytes),
                as: ImageDeclaration(
                    n: 0, width: 640, height: 480, media: "image/png", origin: ImageOrigin(kind: .screenshot)))
        }
        try writer.finish()
    }
}
