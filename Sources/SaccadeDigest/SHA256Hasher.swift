public import Saccade

import struct Crypto.SHA256

/// Computes SHA-256 digests, at once or piece by piece.
public struct SHA256Hasher: StreamingDigest, Sendable {
    private var hash = SHA256()

    /// Creates a hasher that has seen no bytes.
    public init() {}

    /// Adds bytes to what is hashed.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) { hash.update(bufferPointer: bytes) }

    /// Adds bytes to what is hashed.
    public mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

    /// Returns the digest of all the bytes so far; more may follow.
    public func finalize() -> Digest {
        // A SHA-256 has 32 bytes, the only count that `Digest` takes.
        hash.finalize().withUnsafeBytes { Digest($0) } ?? Digest.zero
    }
}

extension Digest {
    /// Returns the SHA-256 of some bytes.
    public init(of bytes: [UInt8]) {
        var hasher = SHA256Hasher()
        hasher.update(bytes)
        self = hasher.finalize()
    }
}
