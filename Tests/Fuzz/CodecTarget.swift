import Saccade

extension FuzzTarget {
    /// The decoder of events.
    ///
    /// What it takes must come back from the encoder as the same event, and in one spelling.
    static let codec = FuzzTarget(
        name: "codec", title: "events as JSON", longest: 4096,
        words: EventKind.allCases.map { "\"t\":\"\($0.rawValue)\"" } + [
            "\"agent\":0", "\"n\":", "\"step\":", "\"image\":", "\"shape\":{", "\"box\":[", "\"polygon\":[[[",
            "\"mask\":{",
            "\"heatmap\":{", "\"space\":{\"unit\":\"permille\"}", "\"span\":", "\"bytes\":[", "\"critical\":true",
            "\\u00e9",
            "\\ud83d\\ude00", "1e308", "-0", "9007199254740993", "null", "true", "[[[[", "{\"\":",
        ],
        seeds: {
            try SeedFiles.logs().flatMap { log in
                log.split(separator: UInt8(ascii: "\n")).map { Array($0) }
            }
        },
        run: { bytes in
            guard let event = try? EventDecoder().decode(bytes) else { return }
            let written = EventEncoder.bytes(of: event)
            guard let again = try? EventDecoder().decode(written) else {
                throw BrokenPromise("what was encoded cannot be decoded: \(String(decoding: written, as: UTF8.self))")
            }
            guard EventEncoder.bytes(of: again) == written else {
                throw BrokenPromise("two spellings of one event: \(String(decoding: written, as: UTF8.self))")
            }
        })
}
