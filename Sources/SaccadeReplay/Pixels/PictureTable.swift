import Saccade
import SaccadeDigest

/// The pictures of one trace at L3: what was declared, and the pixels that were used last.
final class PictureTable {
    /// A picture with its pixels.
    struct Loaded {
        var picture: DecodedPicture
        /// The SHA-256 of the file.
        var digest: Digest
        /// The number of bytes of the file.
        var bytes: Int
    }

    /// What came of reading a picture.
    enum Content {
        /// It is there.
        case loaded(Loaded)
        /// The trace has no bytes of it, for a reason that it states.
        case absent(String)
        /// The trace names bytes that are not there.
        case lost(String)
        /// The bytes are there and are no picture.
        case unreadable(String, digest: Digest)

        var loaded: Loaded? {
            if case .loaded(let loaded) = self { return loaded }
            return nil
        }

        /// Why there are no pixels, or `nil` if there are.
        var absence: String? {
            switch self {
            case .loaded: nil
            case .absent(let reason), .lost(let reason), .unreadable(let reason, _): reason
            }
        }
    }

    /// The declarations, by ordinal.
    private(set) var declarations: [Int: ImageDeclaration] = [:]
    /// The derivations, by the image that was made.
    private(set) var derivations: [Int: ImageDerivation] = [:]
    /// The latest regions that tools may have been asked for.
    private(set) var regions: [ScopedOrdinal: Region] = [:]
    let kit: any PixelKit
    private let file: TraceFile
    private var cache: [Int: (content: Content, cost: Int, used: Int)] = [:]
    private var cost = 0
    private var clock = 0
    private let budget: Int

    /// Creates the table of a trace in a file; `budget` is how many bytes of pixels are kept.
    init(kit: any PixelKit, file: TraceFile, budget: Int = 256 << 20) {
        self.kit = kit
        self.file = file
        self.budget = budget
    }

    func declare(_ image: ImageDeclaration) { declarations[image.n] = image }

    func derive(_ derivation: ImageDerivation) { derivations[derivation.image] = derivation }

    func name(_ region: Region) {
        regions[ScopedOrdinal(agent: region.agent, n: region.n)] = region
        // A tool works on what was named lately.
        if region.n >= 256 { regions[ScopedOrdinal(agent: region.agent, n: region.n - 256)] = nil }
    }

    /// Returns an image's pixels, decoding them unless they are at hand.
    func content(_ n: Int) -> Content {
        clock += 1
        if let known = cache[n] {
            cache[n]?.used = clock
            return known.content
        }
        guard let declaration = declarations[n] else { return .absent("image \(n) is not known") }
        let content = read(declaration)
        let size = content.loaded.map { $0.picture.raster.bytes.count } ?? 64
        cache[n] = (content, size, clock)
        cost += size
        while cost > budget, cache.count > 2, let oldest = cache.min(by: { $0.value.used < $1.value.used }) {
            cache[oldest.key] = nil
            cost -= oldest.value.cost
        }
        return content
    }

    private func read(_ declaration: ImageDeclaration) -> Content {
        if declaration.inline == nil {
            if let reason = declaration.missing { return .absent("missing: \(reason)") }
            if let reason = declaration.elided { return .absent("elided: \(reason)") }
        }
        let bytes: [UInt8]
        do throws(TraceError) {
            bytes = try file.bytes(of: declaration)
        } catch {
            return .lost(error.message)
        }
        let digest = Digest(of: bytes)
        do throws(TraceError) {
            let picture = try kit.decode(bytes)
            return .loaded(Loaded(picture: picture, digest: digest, bytes: bytes.count))
        } catch {
            return .unreadable(error.message, digest: digest)
        }
    }
}
