import Saccade
import SaccadeImaging

/// Computes crops and compares them with stored ones, within a budget.
struct PixelComparison {
    /// The mean difference of a channel up to which two pictures count as the same, lossy compression included.
    static let tolerance = 6.0
    /// The most pixels of a crop that are computed.
    private static let largest = 4 << 20

    private let images: [RecordImage]
    private var budget: Int
    private var decoded: (image: Int, pixels: PixelImage)?

    init(plan: RecordPlan, budget: Int) {
        images = plan.images
        self.budget = budget
    }

    /// Compares what each candidate gives with the stored picture.
    ///
    /// - Returns: The least mean difference and the candidates that the pixels do not rule out; `nil` if nothing could be
    ///   compared.
    mutating func compare(
        _ candidates: [SpaceInference.Candidate], on observation: SpaceInference.Observation
    ) -> (best: Double, survivors: [SpaceInference.Candidate])? {
        let size = observation.childSize
        guard size.width * size.height <= PixelComparison.largest, budget >= candidates.count,
            let parent = pixels(of: observation.parent), let file = images[observation.child].file,
            let child = try? PixelImage.decode(file.bytes)
        else { return nil }
        var results: [(candidate: SpaceInference.Candidate, mean: Double)] = []
        for candidate in candidates {
            budget -= 1
            guard let made = made(candidate, on: observation, from: parent),
                let difference = try? ImageDifference(made, child)
            else { return nil }
            results.append((candidate, difference.meanAbsolute))
        }
        guard let best = results.map(\.mean).min() else { return nil }
        // The same pixels prove a reading against all that give others; a lossy picture only against clearly worse ones.
        let limit = best == 0 ? 0 : 2 * best + 2
        return (best, results.filter { $0.mean <= limit }.map(\.candidate))
    }

    private func made(
        _ candidate: SpaceInference.Candidate, on observation: SpaceInference.Observation, from parent: PixelImage
    ) -> PixelImage? {
        guard let execution = SpaceInference.execution(candidate, observation),
            let rectangle = try? PixelRounding.halfEven.rectangle(of: execution.executed),
            let crop = try? parent.cropped(to: rectangle)
        else { return nil }
        if crop.size == execution.size { return crop }
        guard let filter = ResamplingFilter(rawValue: candidate.recipe.resampler.rawValue) else { return nil }
        return try? crop.resized(to: execution.size, filter: filter)
    }

    private mutating func pixels(of image: Int) -> PixelImage? {
        if let decoded, decoded.image == image { return decoded.pixels }
        guard let file = images[image].file, let pixels = try? PixelImage.decode(file.bytes) else { return nil }
        decoded = (image, pixels)
        return pixels
    }
}
