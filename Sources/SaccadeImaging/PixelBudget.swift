import Synchronization

/// A bound on the bytes of decoded pictures that a process holds at one time.
///
/// Decoding reserves what it needs while it runs. Who keeps pictures, such as a cache, reserves their bytes for as long
/// as it keeps them.
public final class PixelBudget: Sendable {
    /// A right to hold some bytes, given back when the last reference to it goes away.
    public final class Reservation: Sendable {
        /// The bytes that are held.
        public let bytes: Int
        private let budget: PixelBudget

        fileprivate init(bytes: Int, budget: PixelBudget) {
            self.bytes = bytes
            self.budget = budget
        }

        deinit { budget.used.withLock { $0 -= bytes } }
    }

    /// The process-wide budget: 512 MiB.
    public static let shared = PixelBudget(bytes: 512 << 20)

    /// The bytes that may be held at one time.
    public let limit: Int
    private let used = Mutex(0)

    /// Creates a budget of some bytes.
    public init(bytes: Int) { limit = max(0, bytes) }

    /// The bytes that are held now.
    public var reserved: Int { used.withLock { $0 } }

    /// Reserves bytes until the reservation goes away.
    ///
    /// - Throws: ``ImagingError`` with code ``ImagingError/Code/budgetExceeded`` if fewer bytes are left.
    public func reserve(_ bytes: Int) throws(ImagingError) -> Reservation {
        let wanted = max(0, bytes)
        let left = used.withLock { used -> Int? in
            let left = limit - used
            guard wanted <= left else { return left }
            used += wanted
            return nil
        }
        if let left {
            throw ImagingError(.budgetExceeded, "expected \(wanted) bytes of the pixel budget, found \(left) left")
        }
        return Reservation(bytes: wanted, budget: self)
    }

    /// Runs a closure while bytes are reserved.
    ///
    /// - Throws: ``ImagingError`` with code ``ImagingError/Code/budgetExceeded`` if fewer bytes are left, and what the
    ///   closure throws.
    public func reserving<Result>(
        _ bytes: Int, _ body: () throws(ImagingError) -> Result
    ) throws(ImagingError) -> Result {
        let reservation = try reserve(bytes)
        defer { withExtendedLifetime(reservation) {} }
        return try body()
    }
}
