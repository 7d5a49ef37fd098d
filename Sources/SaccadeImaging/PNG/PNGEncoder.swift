/// A keyword and its text in a PNG.
public typealias PNGText = (key: String, value: String)

/// Writes pictures as PNG files that hold every pixel exactly, in the fewest bits: shades of grey, a palette, RGB or
/// RGBA, 8 bits a sample or less, not interlaced.
///
/// The same pixels give the same bytes, for any number of threads; ``Level/small`` depends on the version of libdeflate.
public struct PNGEncoder: Sendable {
    /// What to spend time on.
    public enum Level: String, Sendable, Hashable, CaseIterable {
        /// A fraction of the time of zlib's fastest level for about the same size.
        case fast
        /// Several times as long, for a smaller file.
        case small
    }

    /// What to spend time on.
    public var level: Level
    /// Texts to store before the pixels, in this order: `tEXt` if ASCII, else uncompressed `iTXt`.
    public var text: [PNGText]
    /// The most threads that a picture is encoded by at ``Level/fast``, at least 1.
    public var threads: Int
    /// How pixels are stored; `nil` for the fewest bits.
    ///
    /// Frames of an animation must all be stored in one way.
    var color: PNGColor?

    /// Creates an encoder.
    public init(_ level: Level = .fast, text: [PNGText] = [], threads: Int = 1) {
        self.level = level
        self.text = text
        self.threads = threads
    }

    /// Returns a picture as a PNG file.
    ///
    /// - Throws: ``ImagingError`` with code ``ImagingError/Code/invalidOperation`` if a text or its keyword is not valid,
    ///   ``ImagingError/Code/tooLarge`` if the format cannot say the size, ``ImagingError/Code/outOfMemory`` if memory
    ///   runs out.
    public func encode(_ image: PixelImage) throws(ImagingError) -> [UInt8] {
        try image.withRows { (rows) throws(ImagingError) in try encode(rows) }
    }

    /// Returns pixels as a PNG file; throws as for a picture.
    package func encode(_ pixels: PixelRows) throws(ImagingError) -> [UInt8] {
        // An array that grows with each piece would be moved again and again.
        var pieces: [[UInt8]] = []
        try encode(pixels) { piece in
            pieces.append(piece)
            return true
        }
        return [UInt8](unsafeUninitializedCapacity: pieces.reduce(0) { $0 + $1.count }) { target, count in
            for piece in pieces {
                _ = UnsafeMutableBufferPointer(rebasing: target[count...]).initialize(from: piece)
                count += piece.count
            }
        }
    }

    /// Gives the file in pieces to `take`, which returns whether it wants more; throws as for a picture.
    package func encode(_ pixels: PixelRows, take: ([UInt8]) -> Bool) throws(ImagingError) {
        guard let width = UInt32(exactly: pixels.width), let height = UInt32(exactly: pixels.height),
            width <= Int32.max, height <= Int32.max
        else {
            throw ImagingError(.tooLarge, "expected sides below 2³¹, found \(pixels.width)×\(pixels.height)")
        }
        let color = self.color ?? PixelSurvey.color(of: pixels)
        guard take(try PNGChunk.front(width: width, height: height, color: color, text: text)) else { return }
        switch level {
        case .fast: encodeStrips(pixels, color, take)
        case .small: try SmallPNG.encode(pixels, color, take)
        }
    }

    private func encodeStrips(_ pixels: PixelRows, _ color: PNGColor, _ take: ([UInt8]) -> Bool) {
        let strips = PNGStrips(width: pixels.width, height: pixels.height, color: color)
        // A thread is worth its start for a quarter of a megabyte or so.
        let workers = max(1, min(threads, strips.count / 2))
        let encoders = (0..<workers).map { _ in StripEncoder(color, strips) }
        // The strips of a round are held until their turn; one thread gives each away at once.
        let perRound = workers == 1 ? 1 : workers * 16
        var adler: UInt32 = 1
        for start in stride(from: 0, to: strips.count, by: perRound) {
            let round = WorkRound<PNGStrip>(start..<min(strips.count, start + perRound))
            Workers.run(workers) { worker in
                while let number = round.next() {
                    round.finish(number, encoders[worker].strip(number, of: pixels))
                }
            }
            for strip in round.outputs {
                adler = Adler.joined(adler, strip.adler, count: strip.count)
                guard take(strip.chunk) else { return }
            }
        }
        _ = take(PNGChunk.back(adler: adler))
    }
}

extension PixelImage {
    /// Returns the picture as a PNG; throws as ``PNGEncoder/encode(_:)``.
    public func encodedPNG(_ level: PNGEncoder.Level = .fast, text: [PNGText] = []) throws(ImagingError) -> [UInt8] {
        try PNGEncoder(level, text: text).encode(self)
    }

    /// Lets a closure see the pixels as rows.
    package func withRows<Result>(_ body: (PixelRows) throws(ImagingError) -> Result) throws(ImagingError) -> Result {
        try bytes.withUnsafeBufferPointer { (source) throws(ImagingError) in
            guard let base = source.baseAddress else {
                throw ImagingError(.invalidOperation, "expected a picture with pixels, found none")
            }
            return try body(PixelRows(base, width: width, height: height, stride: width * 4, order: .rgba))
        }
    }
}
