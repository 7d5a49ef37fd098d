import CBenchmarkPeers
import SaccadeImaging

/// Encoders of C libraries.
enum PeerCodec {
    /// The filters that libpng may use.
    enum Filter: Int32 {
        case all = 0
        case sub = 1
        case paeth = 2
    }

    /// Encodes an opaque picture as PNG by libpng into a buffer that is kept from call to call.
    static func png(_ image: PixelImage, level: Int32, filter: Filter, into buffer: inout [UInt8]) throws -> Int {
        reserve(image, &buffer)
        let count = buffer.withUnsafeMutableBufferPointer { target in
            saccade_peer_png(
                image.bytes, UInt32(image.width), UInt32(image.height), level, filter.rawValue, target.baseAddress,
                target.count)
        }
        guard count > 0 else { throw BenchmarkError("expected libpng to encode \(image.size), found an error") }
        return count
    }

    /// Encodes an opaque picture as JPEG.
    static func jpeg(_ image: PixelImage, quality: Int32) throws -> [UInt8] {
        var buffer: [UInt8] = []
        reserve(image, &buffer)
        let count = buffer.withUnsafeMutableBufferPointer { target in
            saccade_peer_jpeg(
                image.bytes, UInt32(image.width), UInt32(image.height), quality, target.baseAddress, target.count)
        }
        guard count > 0 else { throw BenchmarkError("expected libjpeg to encode \(image.size), found an error") }
        return Array(buffer.prefix(count))
    }

    private static func reserve(_ image: PixelImage, _ buffer: inout [UInt8]) {
        if buffer.count < image.bytes.count + 65_536 {
            buffer = [UInt8](repeating: 0, count: image.bytes.count + 65_536)
        }
    }
}
