import ArgumentParser
import Saccade
import SaccadeDigest

/// The options of commands that write MCAP files.
struct ContainerChoice: ParsableArguments {
    @Option(help: ArgumentHelp("How MCAP chunks are packed: none, lz4 or zstd.", valueName: "name"))
    var compression: String?

    @Option(help: ArgumentHelp("What the packing takes as a level, as zstd's 1 to 19.", valueName: "n"))
    var level: Int?

    @Flag(
        inversion: .prefixedNo,
        help: "Add what MCAP viewers show: regions over their images, and a line for each event.")
    var viewer = true

    @Flag(help: "Add each image with its regions drawn in, for viewers that draw none, as Rerun.")
    var overlay = false

    func validate() throws {
        if let compression, Self.packing(compression) == nil {
            throw ValidationError("--compression: expected none, lz4 or zstd, found \(compression)")
        }
        if let level, !(-7...22).contains(level) {
            throw ValidationError("--level: expected a number from -7 to 22, found \(level)")
        }
    }

    private static func packing(_ name: String) -> ChunkCompression? {
        name == "none" ? ChunkCompression.none : name.isEmpty ? nil : ChunkCompression(rawValue: name)
    }

    /// The copier that does as the options say.
    func copier(compression standard: ChunkCompression = .none, level standardLevel: Int = 1) -> TraceCopier {
        var copier = TraceCopier(digest: { SHA256Hasher() })
        copier.options.container.compression = compression.flatMap { Self.packing($0) } ?? standard
        copier.options.container.level = level ?? standardLevel
        copier.options.container.library = "saccade \(PackageVersion.current)"
        copier.options.hasViewerChannels = viewer
        if overlay { copier.options.overlay = OverlayRenderer().draw }
        return copier
    }
}
