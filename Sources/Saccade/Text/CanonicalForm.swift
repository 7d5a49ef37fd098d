/// Writes events of any spelling as canonical text, keeping every field that this version does not know.
///
/// The order of fields and their defaults come from ``TraceSchema``, so that unknown fields inside known objects, which a
/// typed event cannot carry, keep their place behind the known ones.
public struct CanonicalForm: Sendable {
    private let definitions: [String: JSONValue]

    /// Prepares the form.
    public init() {
        var definitions: [String: JSONValue] = [:]
        for member in TraceSchema.json["$defs"]?.object ?? [] { definitions[member.key] = member.value }
        self.definitions = definitions
    }

    /// Returns the canonical text of an event, without a line end.
    public func bytes(of entry: LogEntry) -> [UInt8] { bytes(of: entry, digest: nil) }

    /// Returns the canonical text of an event, its field `digest` replaced if one is given.
    func bytes(of entry: LogEntry, digest: Digest?) -> [UInt8] {
        // The entry was read from these bytes, so they are an object; an event made in memory has none.
        guard !entry.source.isEmpty, let tree = try? JSONValue(parsing: entry.source, limits: .event),
            var members = tree.object
        else { return EventEncoder.bytes(of: entry.event) }
        if let digest, let index = members.firstIndex(where: { $0.key == "digest" }) {
            members[index].value = .string(digest.description)
        }
        let head = ["t", "at"].compactMap { key in tree[key].map { JSONMember(key, $0) } }
        let rest = JSONValue.object(members.filter { $0.key != "t" && $0.key != "at" })
        let ordered = definitions[entry.event.body.name].map { self.ordered(rest, by: $0, depth: 0) } ?? rest
        var emitter = JSONEmitter()
        emitter.value(.object(head + (ordered.object ?? [])))
        return emitter.bytes
    }

    /// Returns a value with the members of its objects in the order of a schema and without those that equal their
    /// default.
    ///
    /// The depth is that of the value, which the reader limits.
    private func ordered(_ value: JSONValue, by schema: JSONValue, depth: Int) -> JSONValue {
        guard depth <= JSONLimits.event.depth else { return value }
        let schema = resolved(schema)
        switch value {
        case .array(let elements):
            guard let items = schema["items"] else { return value }
            return .array(elements.map { ordered($0, by: items, depth: depth + 1) })
        case .object(var members):
            guard let properties = schema["properties"]?.object else { return value }
            var result: [JSONMember] = []
            for property in properties {
                guard let index = members.firstIndex(where: { $0.key.utf8.elementsEqual(property.key.utf8) }) else {
                    continue
                }
                let member = members.remove(at: index)
                let inner = ordered(member.value, by: property.value, depth: depth + 1)
                if let standard = property.value["default"], standard.canonicalText == inner.canonicalText { continue }
                result.append(JSONMember(member.key, inner))
            }
            return .object(result + members)
        default: return value
        }
    }

    private func resolved(_ schema: JSONValue) -> JSONValue {
        guard let reference = schema["$ref"]?.string, reference.hasPrefix("#/$defs/") else { return schema }
        return definitions[String(reference.dropFirst(8))] ?? schema
    }
}

/// Rewrites whole logs canonically.
///
/// The digest in `trace.end` covers the lines before it, so it is made anew; but only where the old one was right, because
/// damage must never be given a fresh checksum.
public struct LogFormatter {
    private let form = CanonicalForm()
    private let makeDigest: () -> any StreamingDigest

    /// Creates a formatter; the closure makes fresh digests.
    public init(digest: @escaping () -> any StreamingDigest) { makeDigest = digest }

    /// Reads a log to its end and gives the canonical text of each event, with its line end.
    ///
    /// - Throws: ``TraceError`` with code `digest-mismatch` where a `trace.end` does not have the digest of its trace, and
    ///   whatever reading throws.
    public func format(
        _ reader: TraceReader, path: String?, write: ([UInt8]) throws -> Void
    ) throws {
        var old = makeDigest()
        var new = makeDigest()
        var isDamaged = false
        while let entry = try reader.next() {
            if entry.index == 0 { (old, new, isDamaged) = (makeDigest(), makeDigest(), false) }
            if case .gap(let gap) = entry.event.body, gap.reason == .damage || gap.reason == .crash { isDamaged = true }
            var renewed: Digest?
            // After a recovery the digest is still that of what was there before the damage, and stays.
            if case .traceEnd(let end) = entry.event.body, let digest = end.digest, !isDamaged {
                let found = old.finalize()
                guard digest == found else {
                    throw TraceError(
                        .digestMismatch,
                        "trace.end \"digest\": expected \(found), the SHA-256 of the lines before it, found \(digest)",
                        location: .init(file: path, line: entry.line, column: entry.column(of: "digest")))
                }
                renewed = new.finalize()
            }
            let line = form.bytes(of: entry, digest: renewed) + [UInt8(ascii: "\n")]
            (entry.source + [UInt8(ascii: "\n")]).withUnsafeBytes { old.update($0) }
            line.withUnsafeBytes { new.update($0) }
            try write(line)
        }
    }
}
