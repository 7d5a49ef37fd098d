/// Bytes that an event names by their digest and that lie outside the log.
struct BlobReference: Hashable {
    /// The SHA-256 of the bytes.
    var digest: Digest
    /// The media type, where the event says or implies it.
    var media: String?
    /// The image that the bytes are, if they are one.
    var image: ImageDeclaration?
}

extension EventBody {
    /// The bytes outside the log that the event names: of images, videos, masks and heat maps.
    var blobs: [BlobReference] {
        switch self {
        case .image(let image):
            guard let digest = image.digest, image.elided == nil, image.missing == nil else { return [] }
            return [BlobReference(digest: digest, media: image.media, image: image)]
        case .video(let video): return video.digest.map { [BlobReference(digest: $0, media: video.media)] } ?? []
        case .region(let region): return ([region.shape] + (region.pixels.map { [$0] } ?? [])).compactMap(\.blob)
        case .reference(let truth): return truth.regions.compactMap(\.pixels.blob)
        default: return []
        }
    }
}

extension Shape {
    /// The numbers of a mask or a heat map that lie in a blob.
    fileprivate var blob: BlobReference? {
        switch self {
        case .mask(let mask): mask.blob.map { BlobReference(digest: $0, media: "application/json") }
        case .heatmap(let heatmap): heatmap.blob.map { BlobReference(digest: $0, media: "application/json") }
        default: nil
        }
    }
}
