import Saccade

/// How pictures of a tool differ from the recorded ones.
struct PictureDifference {
    /// The difference in words.
    var words: String
    /// What is recorded.
    var expected: String
    /// What the tool gives.
    var found: String
}

extension ReplayState {
    /// Returns how the pictures that a tool gives now differ from the images of a recorded result, or `nil` if they do not,
    /// or if there is nothing to compare.
    ///
    /// Lossy files may differ as far as bounded operations may.
    func difference(_ recorded: [Int], _ live: [[UInt8]]) -> PictureDifference? {
        guard let pictures, !live.isEmpty else { return nil }
        guard recorded.count == live.count else {
            return PictureDifference(
                words: "\(TraceReport.count(live.count, "picture", "pictures")) instead of \(recorded.count)",
                expected: TraceReport.count(recorded.count, "picture", "pictures"), found: "\(live.count)")
        }
        for (image, file) in zip(recorded, live) {
            guard let stored = pictures.content(image).loaded?.picture else { continue }
            let found: DecodedPicture
            do throws(TraceError) {
                found = try pictures.kit.decode(file)
            } catch {
                return PictureDifference(
                    words: "what it gives for image \(image) is no picture", expected: "\(stored.raster.size) pixels",
                    found: error.message)
            }
            guard found.raster.size == stored.raster.size else {
                return PictureDifference(
                    words: "image \(image) has another size", expected: "\(stored.raster.size) pixels",
                    found: "\(found.raster.size)")
            }
            guard found.raster != stored.raster else { continue }
            guard let difference = try? pictures.kit.difference(stored.raster, found.raster) else { continue }
            if !stored.isLossless || !found.isLossless,
                Reexecutor.isClose(difference, stored.raster, found.raster)
            {
                continue
            }
            return PictureDifference(
                words: "image \(image) is another picture", expected: "the pixels of image \(image)",
                found: difference.words)
        }
        return nil
    }
}
