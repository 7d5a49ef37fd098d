import Synchronization

/// Text that several tasks add to.
final class Said: Sendable {
    private let words = Mutex("")

    func add(_ text: String) { words.withLock { $0 += text } }
    var text: String { words.withLock { $0 } }
}

extension Result where Failure == any Error {
    /// What a closure returns or throws.
    init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
