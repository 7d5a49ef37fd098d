/// Writes an animated PNG, a frame at a time.
///
/// A reader that knows no animations shows the first frame. All frames are opaque, and each replaces a rectangle of the
/// picture before it.
package final class AnimatedPNG {
    private let width: Int
    private let height: Int
    private let frames: Int
    private let encoder: PNGEncoder
    private let take: ([UInt8]) throws -> Void
    private var written = 0
    private var sequence: UInt32 = 0

    /// Begins a file.
    ///
    /// - Parameters:
    ///   - frames: The number of frames that will be added, at least 1.
    ///   - plays: How often it is played; 0 for without end.
    ///   - encoder: What packs the frames; its texts go into the file.
    ///   - take: Takes the file, piece by piece.
    /// - Throws: ``ImagingError`` with code ``ImagingError/Code/tooLarge`` if the format cannot say a size or count, what
    ///   the encoder throws, and what `take` throws.
    package init(
        width: Int, height: Int, frames: Int, plays: Int = 0, encoder: PNGEncoder,
        take: @escaping ([UInt8]) throws -> Void
    ) throws {
        guard let columns = UInt32(exactly: width), let rows = UInt32(exactly: height), columns <= Int32.max,
            rows <= Int32.max, columns > 0, rows > 0, let count = UInt32(exactly: frames), count > 0,
            let repeats = UInt32(exactly: plays)
        else {
            throw ImagingError(
                .tooLarge, "expected sides below 2³¹ and at least one frame, found \(width)×\(height), \(frames) frames"
            )
        }
        self.width = width
        self.height = height
        self.frames = frames
        self.take = take
        var encoder = encoder
        encoder.color = .rgb
        let texts = encoder.text
        encoder.text = []
        self.encoder = encoder
        try take(try PNGChunk.front(width: columns, height: rows, color: .rgb, text: texts))
        try take(PNGChunk.chunk("acTL", PNGChunk.bigEndian(count) + PNGChunk.bigEndian(repeats)))
    }

    /// Adds a frame: pixels that replace a rectangle with its top left corner at a place.
    ///
    /// - Throws: ``ImagingError`` with code ``ImagingError/Code/invalidOperation`` if the first frame does not cover the
    ///   picture, a later one leaves it, or all frames have been added; and what the encoder or `take` throws.
    package func add(_ pixels: PixelRows, x: Int, y: Int, milliseconds: Int) throws {
        guard written < frames else {
            throw ImagingError(.invalidOperation, "expected \(frames) frames, found one more")
        }
        let isWhole = x == 0 && y == 0 && pixels.width == width && pixels.height == height
        guard written > 0 || isWhole, x >= 0, y >= 0, pixels.width <= width - x, pixels.height <= height - y else {
            throw ImagingError(
                .invalidOperation,
                "expected a frame inside \(width)×\(height), the first one of that size, found "
                    + "\(pixels.width)×\(pixels.height) at \(x), \(y)")
        }
        func number(_ value: Int) -> [UInt8] { PNGChunk.bigEndian(UInt32(truncatingIfNeeded: value)) }
        let delay = UInt16(clamping: max(0, milliseconds))
        let control =
            nextNumber() + number(pixels.width) + number(pixels.height) + number(x) + number(y)
            + [UInt8(delay >> 8), UInt8(delay & 255), 3, 232, 0, 0]
        try take(PNGChunk.chunk("fcTL", control))
        let file = try encoder.encode(pixels)
        var place = PNGChunk.signature.count
        // The file is our own: each chunk has its length, its name and its checksum.
        while place + 12 <= file.count {
            let length = file[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
            let end = place + 12 + length
            guard end <= file.count else { break }
            if file[place + 4..<place + 8].elementsEqual("IDAT".utf8) {
                if written == 0 {
                    try take(Array(file[place..<end]))
                } else {
                    try take(PNGChunk.chunk("fdAT", nextNumber() + file[place + 8..<end - 4]))
                }
            }
            place = end
        }
        written += 1
    }

    /// Ends the file.
    ///
    /// - Throws: ``ImagingError`` with code ``ImagingError/Code/invalidOperation`` if frames are missing.
    package func finish() throws {
        guard written == frames else {
            throw ImagingError(.invalidOperation, "expected \(frames) frames, found \(written)")
        }
        try take(PNGChunk.chunk("IEND", []))
    }

    private func nextNumber() -> [UInt8] {
        defer { sequence += 1 }
        return PNGChunk.bigEndian(sequence)
    }
}
