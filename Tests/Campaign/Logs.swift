import Saccade

/// The logs that campaigns damage.
enum Logs {
    /// The folder of the tests.
    static let tests = StoragePath.folder(of: StoragePath.folder(of: #filePath))

    /// The logs of the conformance set, smallest first.
    static func conformance() throws -> [(name: String, bytes: [UInt8])] {
        let folder = StoragePath.join(tests, "Conformance")
        let names = try FileStorage().list(folder).filter { $0.hasSuffix(".jsonl") }
        let logs = try names.map { (name: $0, bytes: try FileStorage().contents(of: StoragePath.join(folder, $0))) }
        return logs.sorted { ($0.bytes.count, $0.name) < ($1.bytes.count, $1.name) }
    }
}
