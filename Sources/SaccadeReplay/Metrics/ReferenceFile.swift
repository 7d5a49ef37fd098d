public import Saccade

/// References for many traces: JSON Lines, one a trace.
///
///     {"trace": "0af7651916cd43dd8448eb211c80319c", "answer": "B", "regions": [{"image": 0, "box": [10, 20, 50, 60]}]}
///
/// `trace` is a trace's id or the name of its file. Boxes are in pixels of the image that they name, the first by default.
public struct ReferenceFile: Sendable {
    private let references: [String: MetricReference]

    /// The number of references.
    public var count: Int { references.count }

    /// Reads references.
    ///
    /// - Throws: ``/Saccade/TraceError`` with the line of what is wrong.
    public init(parsing bytes: [UInt8], path: String? = nil) throws(TraceError) {
        var references: [String: MetricReference] = [:]
        for (index, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            if line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { continue }
            do throws(TraceError) {
                let value = try JSONValue(parsing: Array(line))
                guard let name = value["trace"]?.string else {
                    throw TraceError(.invalidField, "expected \"trace\" with an id or the name of a file")
                }
                guard references[name] == nil else {
                    throw TraceError(.invalidField, "expected one reference for \(name), found a second one")
                }
                references[name] = try Self.reference(value)
            } catch {
                throw TraceError(
                    error.code, error.message,
                    location: TraceError.Location(file: path, line: index + 1, column: (error.offset ?? 0) + 1))
            }
        }
        self.references = references
    }

    private static func reference(_ value: JSONValue) throws(TraceError) -> MetricReference {
        var regions: [TruthRegion] = []
        for item in value["regions"]?.array ?? [] {
            let numbers = item["box"]?.array?.compactMap(\.number) ?? []
            guard numbers.count == 4 else {
                throw TraceError(
                    .invalidField, "\"regions\": expected a \"box\" of four numbers, found \(item.canonicalText)")
            }
            regions.append(
                TruthRegion(
                    image: item["image"]?.integer ?? 0,
                    pixels: .box(Box(x0: numbers[0], y0: numbers[1], x1: numbers[2], y1: numbers[3])),
                    label: item["label"]?.string))
        }
        let answer = value["answer"]
        return MetricReference(answer: answer?.string ?? answer?.number.map(number), regions: regions)
    }

    /// Returns the reference of a trace by its id, its path or the name of its file.
    public func reference(id: String?, path: String) -> MetricReference? {
        if let id, let found = references[id] { return found }
        return references[path] ?? references[StoragePath.name(of: path)]
    }
}
