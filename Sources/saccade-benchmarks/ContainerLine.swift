import Foundation
import Saccade

/// MCAP: messages of 200 bytes written and read, beside the C++ library of foxglove/mcap at the same settings.
let containerLine = BenchmarkLine(
    name: "mcap", summary: "1,000,000 messages of 200 bytes written and read as MCAP (CPU time)"
) { options in
    let messages = options.events == 100_000 ? 1_000_000 : options.events
    let folder = options.folder ?? FileManager.default.temporaryDirectory.path
    let path = "\(folder)/saccade-benchmark-\(ProcessInfo.processInfo.processIdentifier).mcap"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let corpus = MessageCorpus()
    title("\(messages) messages, chunks of \(ContainerJob.chunkSize) bytes")
    if options.mcapPeer == nil { skip("the C++ library of foxglove/mcap", "no --mcap-peer PATH") }
    for compression in ChunkCompression.allCases {
        let job = ContainerJob(path: path, compression: compression, messages: messages, peer: options.mcapPeer)
        try job.report(rounds: options.rounds, corpus: corpus)
    }
}

/// The messages that ours and the peer write: 10,000 different ones, again and again.
private struct MessageCorpus {
    let messages: [[UInt8]]

    init() { messages = (0..<10_000).map { MessageCorpus.message($0) } }

    /// Returns the message with a number, byte for byte that of `Tests/Interop/mcap_peer.cpp`.
    private static func message(_ number: Int) -> [UInt8] {
        let words = ["sign", "door", "left", "reads", "exit", "arrow", "right", "above"].map { Array($0.utf8) }
        var state = UInt64(number) &* 0x9E37_79B9_7F4A_7C15 &+ 1
        var bytes = Array(#"{"t":"step.text","at":\#(number * 1000),"agent":0,"text":""#.utf8)
        while bytes.count < 198 {
            let word = words[Int(state >> 61)]
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            bytes += word.prefix(198 - bytes.count)
            if bytes.count < 198 { bytes.append(UInt8(ascii: " ")) }
        }
        return bytes + Array(#""}"#.utf8)
    }
}

/// One packing.
private struct ContainerJob {
    static let chunkSize = 1 << 20

    let path: String
    let compression: ChunkCompression
    let messages: Int
    let peer: String?

    private var name: String { compression == .none ? "none" : compression.rawValue }

    func report(rounds: Int, corpus: MessageCorpus) throws {
        var times: [String: [Double]] = [:]
        var sizes: [String: Int] = [:]
        for round in 0..<rounds {
            // Whoever comes second finds a warmer machine, so they take turns.
            let turns: [() throws -> Void] = [
                {
                    times["write", default: []].append(try processorTime { try write(corpus) })
                    sizes["ours"] = try size()
                    times["read", default: []].append(try processorTime { try readByIndex() })
                    times["stream", default: []].append(try processorTime { try readAsStream() })
                },
                {
                    guard let peer else { return }
                    times["peer write", default: []].append(try peerTime(peer, "write"))
                    sizes["peer"] = try size()
                    times["peer read", default: []].append(try peerTime(peer, "read"))
                },
            ]
            for turn in round % 2 == 0 ? turns : turns.reversed() { try turn() }
        }
        func line(_ what: String, _ key: String, _ peerKey: String) {
            let ours = median(times[key] ?? [])
            saccade_benchmarks.report("\(name): \(what)", ours / Double(messages) * 1e9, "ns a message")
            guard peer != nil else { return }
            let theirs = median(times[peerKey] ?? [])
            saccade_benchmarks.report("\(name): \(what), C++", theirs / Double(messages) * 1e9, "ns a message")
            saccade_benchmarks.report("\(name): \(what), ours / C++", ours / theirs, "×", digits: 2, aim: .atMost(1))
        }
        line("write", "write", "peer write")
        line("read by index", "read", "peer read")
        line("read as a stream", "stream", "peer read")
        saccade_benchmarks.report("\(name): size", Double(sizes["ours"] ?? 0) / 1e6, "MB", digits: 1)
        if let size = sizes["peer"] {
            saccade_benchmarks.report("\(name): size, C++", Double(size) / 1e6, "MB", digits: 1)
        }
    }

    private func size() throws -> Int { try FileStorage().entry(path)?.size ?? 0 }

    private func write(_ corpus: MessageCorpus) throws {
        var options = MCAP.WriterOptions()
        options.chunkSize = ContainerJob.chunkSize
        options.compression = compression
        options.level = compression == .zstd ? 1 : 0
        options.hasDataChecksum = false
        let writer = try MCAP.Writer(
            FileStorage().create(path, replacing: true), header: MCAP.Header(profile: "", library: "saccade"),
            options: options)
        writer.define(MCAP.Channel(id: 1, schema: 0, topic: "/saccade/events", encoding: "json", metadata: []))
        var index = 0
        for number in 0..<messages {
            let head = MCAP.MessageHead(
                channel: 1, sequence: UInt32(truncatingIfNeeded: number), logTime: UInt64(number) * 1000,
                publishTime: UInt64(number) * 1000)
            try corpus.messages[index].withUnsafeBytes { try writer.append(head, data: $0) }
            index = index + 1 == corpus.messages.count ? 0 : index + 1
        }
        try writer.finish()
    }

    /// Reads the file of whoever wrote last; checksums are compared, which the peer does not do.
    private func readByIndex() throws {
        let reader = try MCAP.IndexedReader(FileStorage().open(path))
        var count = 0
        var sum = 0
        for chunk in reader.chunks {
            try reader.read(chunk) { opcode, content in
                guard opcode == .message else { return true }
                count += 1
                sum += content.count - MCAP.MessageHead.size + Int(content[MCAP.MessageHead.size])
                return true
            }
        }
        try check(count, sum)
    }

    private func readAsStream() throws {
        let reader = try MCAP.StreamReader(FileStorage().open(path))
        var count = 0
        var sum = 0
        while let record = try reader.next() {
            guard let (_, data) = record.message else { continue }
            count += 1
            sum += data.count + Int(data[0])
        }
        try check(count, sum)
    }

    private func check(_ count: Int, _ sum: Int) throws {
        guard count == messages, sum == messages * (200 + Int(UInt8(ascii: "{"))) else {
            throw BenchmarkError("expected \(messages) messages, found \(count)")
        }
    }

    private func peerTime(_ peer: String, _ job: String) throws -> Double {
        let output = try runPython(peer, [job, path, name, String(ContainerJob.chunkSize), String(messages)])
        let words = output.split(whereSeparator: \.isWhitespace)
        guard let seconds = words.first.flatMap({ Double($0) }) else {
            throw BenchmarkError("expected seconds from \(peer), found \(output)")
        }
        if job == "read", words.dropFirst().first.flatMap({ Int($0) }) != messages {
            throw BenchmarkError("expected \(messages) messages from \(peer), found \(output)")
        }
        return seconds
    }
}
