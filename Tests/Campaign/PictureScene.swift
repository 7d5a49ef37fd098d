import Saccade
import SaccadeDigest
import SaccadeImaging
import SaccadePixels
import SaccadeReplay
import TraceGenerator

/// A trace in memory with pictures of noise, in which no two places look alike.
struct PictureScene {
    var random: SeededRandom
    /// The line that was written last.
    var line: Int { writer.structure.counts.events }
    private let storage = MemoryStorage()
    private let writer: TraceWriter
    private static let path = "traces/trace.jsonl"
    let kit = ImagingKit()

    init(seed: UInt64) throws {
        random = SeededRandom(seed: seed)
        writer = try TraceWriter(path: Self.path, digest: SHA256Hasher(), storage: storage)
        try append(
            .traceBegin(
                TraceBegin(
                    format: FormatVersion.current.description, id: "0af7651916cd43dd8448eb211c80319c",
                    recorder: Recorder(name: "test", version: "1"))))
    }

    /// Appends an event and returns its line.
    @discardableResult
    mutating func append(_ body: EventBody) throws -> Int {
        try writer.append(body)
        return line
    }

    /// Makes a picture of noise.
    mutating func noise(_ width: ClosedRange<Int> = 60...140, _ height: ClosedRange<Int> = 60...140) throws -> Raster {
        let size = PixelSize(width: random.number(width), height: random.number(height))
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size.width * size.height * 4)
        for _ in 0..<size.width * size.height {
            let value = random.next()
            bytes += [
                UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8),
                UInt8(truncatingIfNeeded: value >> 16), 255,
            ]
        }
        guard let raster = Raster(size: size, bytes: bytes) else { throw TraceError(.pixels, "expected a picture") }
        return raster
    }

    /// Returns the bytes of a picture as a PNG.
    func png(_ raster: Raster) throws -> [UInt8] {
        guard let image = PixelImage(width: raster.size.width, height: raster.size.height, bytes: raster.bytes) else {
            throw TraceError(.pixels, "expected a picture")
        }
        return try image.encodedPNG()
    }

    /// Declares a picture and returns its ordinal; the declaration may lie.
    @discardableResult
    mutating func add(
        _ raster: Raster, _ kind: OriginKind = .input, _ change: (inout ImageDeclaration) -> Void = { _ in }
    ) throws -> Int {
        try add(file: png(raster), raster.size, kind, change)
    }

    /// Declares a file as a picture of a size.
    mutating func add(
        file bytes: [UInt8], _ size: PixelSize, _ kind: OriginKind = .input,
        _ change: (inout ImageDeclaration) -> Void = { _ in }
    ) throws -> Int {
        var declaration = ImageDeclaration(
            n: 0, width: size.width, height: size.height, media: "image/png", origin: ImageOrigin(kind: kind))
        change(&declaration)
        return try writer.image(bytes, digest: Digest(of: bytes), as: declaration)
    }

    /// A picture of noise as an input, a random box on it that is at least 12 pixels away from each edge, and its crop.
    mutating func crop() throws -> (parent: Int, picture: Raster, area: PixelArea, crop: Raster) {
        let picture = try noise()
        let parent = try add(picture)
        let size = PixelSize(width: random.number(16...30), height: random.number(16...30))
        let area = PixelArea(
            x: random.number(12...picture.size.width - 12 - size.width),
            y: random.number(12...picture.size.height - 12 - size.height), size: size)
        return (parent, picture, area, try kit.crop(picture, to: area))
    }

    /// Declares what a crop is said to have given, and the crop; returns the line of the derivation.
    mutating func derive(
        _ stored: Raster, from parent: Int, _ area: PixelArea, _ change: (inout ImageDerivation) -> Void = { _ in }
    ) throws -> Int {
        let n = try add(stored, .tool)
        let map =
            stored.size == area.size
            ? PlaneMap.crop(x: area.x, y: area.y)
            : PlaneMap.zoom(x: area.x, y: area.y, size: area.size, to: stored.size)
        var derivation = ImageDerivation(
            image: n, parents: [ImageParent(image: parent, map: map)],
            operation: stored.size == area.size ? .crop : .zoom, executed: area.box)
        change(&derivation)
        return try append(.imageDerive(derivation))
    }

    /// Puts other bytes in the place of every file.
    func exchangeFiles(with bytes: [UInt8]) throws {
        for name in try storage.list("traces/blobs") { try storage.write(bytes, to: "traces/blobs/\(name)") }
    }

    /// Takes every file away.
    func dropFiles() throws {
        for name in try storage.list("traces/blobs") { try storage.remove("traces/blobs/\(name)") }
    }

    /// Ends the trace and checks it with every rule.
    mutating func report(_ level: Level = .l3, tools: (any ToolRunner)? = nil) throws -> TraceReport {
        if !writer.structure.isEnded { try end() }
        let options = CheckOptions(
            level: level, rules: Rule.all, findingsPerRule: 100, pixels: kit, tools: tools)
        guard let report = try Checker(options).check(path: Self.path, storage: storage).traces.first else {
            throw TraceError(.missingHeader, "expected a trace")
        }
        return report
    }

    /// Ends the trace; nothing more can be appended.
    mutating func end() throws {
        try append(.stepBegin(StepBegin(agent: 0, n: 0, kind: .look)))
        try append(.stepEnd(StepEnd(agent: 0, step: 0)))
        try writer.finish()
    }
}

extension PictureScene {
    /// Tells a true story of every operation, and returns what the check says of it.
    static func truth(seed: UInt64) throws -> TraceReport {
        var scene = try PictureScene(seed: seed)
        let (parent, picture, area, crop) = try scene.crop()
        _ = try scene.derive(crop, from: parent, area)
        for (operation, orientation, map) in [
            (Saccade.Operation.flipHorizontal, 2, PlaneMap.flipHorizontal(width: picture.size.width)),
            (.flipVertical, 4, .flipVertical(height: picture.size.height)),
        ] {
            try scene.make(try scene.kit.orient(picture, orientation), from: parent, map) { $0.operation = operation }
        }
        let quarters = scene.random.number(1...3)
        try scene.make(
            try scene.kit.orient(picture, [1, 6, 3, 8][quarters]), from: parent,
            .turn(quarters: quarters, of: picture.size)
        ) {
            $0.operation = .turn
            $0.parameters = .object([JSONMember("quarters", .integer(Int64(quarters)))])
        }
        let recipe = ZoomRecipe.qwen3VLZoom
        if let execution = recipe.execute(area.box, in: picture.size), let cut = PixelArea(execution.executed) {
            let zoomed = try scene.kit.resize(
                try scene.kit.crop(picture, to: cut), to: execution.size, by: recipe.resampler)
            _ = try scene.derive(zoomed, from: parent, cut) {
                ($0.recipe, $0.requested, $0.reason) = (recipe.name, area.box, execution.reason)
                ($0.rounding, $0.resampler) = (recipe.rounding, recipe.resampler)
            }
        }
        let size = PixelSize(width: scene.random.number(20...90), height: scene.random.number(20...90))
        let resampler = scene.random.one(of: Resampler.known)
        try scene.make(
            try scene.kit.resize(picture, to: size, by: resampler), from: parent,
            .resize(from: picture.size, to: size) ?? .identity
        ) { ($0.operation, $0.resampler) = (.resize, resampler) }
        try scene.sheet(parent, picture)
        return try scene.report()
    }

    /// Declares what an operation made of a whole picture.
    @discardableResult
    mutating func make(
        _ stored: Raster, from parent: Int, _ map: PlaneMap, _ change: (inout ImageDerivation) -> Void
    ) throws -> Int {
        let n = try add(stored, .tool)
        var derivation = ImageDerivation(
            image: n, parents: [ImageParent(image: parent, map: map)], operation: .draw)
        change(&derivation)
        return try append(.imageDerive(derivation))
    }

    /// Puts the lower half of a picture above its upper half, and says so, or says that the halves stayed where they were.
    @discardableResult
    mutating func sheet(_ parent: Int, _ picture: Raster, lying: Bool = false) throws -> Int {
        let half = picture.size.height / 2
        let rest = picture.size.height - half
        let row = picture.size.width * 4
        let lower = Array(picture.bytes[(half * row)...])
        let upper = Array(picture.bytes[..<(half * row)])
        guard let made = Raster(size: picture.size, bytes: lower + upper) else { throw TraceError(.pixels, "a sheet") }
        let (width, split, height) = (Double(picture.size.width), Double(rest), Double(picture.size.height))
        return try self.make(made, from: parent, .identity) {
            $0.operation = .composite
            $0.parents = [
                ImageParent(
                    image: parent, map: .crop(x: 0, y: lying ? 0 : half),
                    placement: Box(x0: 0, y0: 0, x1: width, y1: split)),
                ImageParent(
                    image: parent, map: .crop(x: 0, y: lying ? 0 : -rest),
                    placement: Box(x0: 0, y0: split, x1: width, y1: height)),
            ]
        }
    }
}
