import Foundation
import Saccade

/// The event codec on `mix`: encode and decode, strict and typed, beside `orjson.loads` a line.
let codecLine = BenchmarkLine(name: "codec", summary: "event codec on mix, MB/s of JSON Lines (CPU time)") { options in
    let events = MixCorpus(count: options.events).events
    let bytes = encoded(events)
    let megabytes = Double(bytes.count) / 1e6
    title("\(events.count) events, \(bytes.count) bytes, \(bytes.count / max(events.count, 1)) bytes an event")
    let file = FileManager.default.temporaryDirectory
        .appendingPathComponent("saccade-mix-\(ProcessInfo.processInfo.processIdentifier).jsonl")
    try Data(bytes).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }

    var encode: [Double] = []
    var decode: [Double] = []
    var peer: [Double] = []
    for _ in 0..<options.rounds {
        encode.append(encodeTime(events))
        decode.append(try decodeTime(bytes))
        if let python = options.python { peer.append(try peerTime(python, file.path)) }
    }
    report("encode", megabytes / median(encode), "MB/s", aim: .atLeast(500))
    report("decode", megabytes / median(decode), "MB/s", aim: .atLeast(300))
    if !peer.isEmpty {
        report("orjson.loads", megabytes / median(peer), "MB/s")
        report("decode / orjson.loads", median(peer) / median(decode), "×", digits: 2, aim: .atLeast(1))
    } else {
        skip("orjson.loads", "no --python PATH")
    }
    try reportKinds(events, rounds: options.rounds)
}

private func reportKinds(_ events: [Event], rounds: Int) throws {
    title("by kind: encode, decode")
    let grouped = Dictionary(grouping: events, by: \.body.kind)
    for kind in EventKind.allCases {
        guard let some = grouped[kind] else { continue }
        let bytes = encoded(some)
        var encode: [Double] = []
        var decode: [Double] = []
        for _ in 0..<rounds {
            encode.append(encodeTime(some))
            decode.append(try decodeTime(bytes))
        }
        let megabytes = Double(bytes.count) / 1e6
        report("  \(kind.name) (\(some.count)) encode", megabytes / median(encode), "MB/s")
        report("  \(kind.name) (\(some.count)) decode", megabytes / median(decode), "MB/s")
    }
}

/// Returns the events as JSON Lines.
private func encoded(_ events: [Event]) -> [UInt8] {
    var encoder = EventEncoder()
    for event in events {
        encoder.encode(event)
        encoder.endLine()
    }
    return encoder.bytes
}

/// Encodes into a buffer that is emptied at 1 MiB, as a writer does.
private func encodeTime(_ events: [Event]) -> Double {
    var encoder = EventEncoder()
    var total = 0
    return processorTime {
        for index in events.indices {
            encoder.encode(events[index])
            encoder.endLine()
            if encoder.count > 1 << 20 {
                total += encoder.count
                encoder.removeAll()
            }
        }
    }
}

/// Finds the lines and decodes each.
private func decodeTime(_ bytes: [UInt8]) throws -> Double {
    let decoder = EventDecoder()
    return try processorTime {
        try bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            var position = 0
            while position < buffer.count {
                let rest = buffer.count - position
                guard let end = memchr(base + position, 0x0A, rest) else { break }
                let length = UnsafeRawPointer(end) - UnsafeRawPointer(base + position)
                _ = try decoder.decode(UnsafeBufferPointer(start: base + position, count: length))
                position += length + 1
            }
        }
    }
}

/// Lets the peer read every line of a file and returns its CPU time in seconds.
private func peerTime(_ python: String, _ path: String) throws -> Double {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Tests/Interop/orjson_loads.py").path
    let output = try runPython(python, [script, path])
    guard let seconds = Double(output.split(whereSeparator: \.isWhitespace).last ?? "") else {
        throw BenchmarkError("expected seconds from \(script), found \(output)")
    }
    return seconds
}
