import Saccade
import SaccadeImaging

/// Finds out which pictures beside a record no message holds, and which call drew them.
struct StrayMatcher {
    let resolver: ImageResolver

    private static let drawing = ["plt.show(", "display(", "savefig(", ".save(", "imshow("].map { Array($0.utf8) }

    /// Adds the pictures that the model never received.
    func complete(_ plan: inout RecordPlan) {
        guard !plan.conversation.strays.isEmpty else { return }
        var drawn: [Int] = []
        for stray in plan.conversation.strays {
            let image = resolver.resolve(stray.name, at: "")
            guard let file = image.file, !plan.images.images.contains(where: { isSame($0, file) }) else { continue }
            let index = plan.images.add(image)
            if stray.isDrawing {
                drawn.append(index)
            } else {
                plan.strays.append(index)
            }
        }
        let artists = plan.agents[0].calls.indices.filter { draws(plan.agents[0].calls[$0]) }
        // Which of several calls drew which of several pictures cannot be told.
        if artists.count == 1, let artist = artists.first {
            plan.agents[0].calls[artist].unshown = drawn
        } else {
            plan.strays += drawn
        }
    }

    /// Whether a picture is a file, or has its very pixels: records keep the same picture in different bytes.
    private func isSame(_ image: RecordImage, _ file: RecordImage.File) -> Bool {
        guard let known = image.file else { return false }
        if known.digest == file.digest { return true }
        guard known.info.size == file.info.size, let a = try? PixelImage.decode(known.bytes),
            let b = try? PixelImage.decode(file.bytes), let difference = try? ImageDifference(a, b)
        else { return false }
        return difference.isIdentical
    }

    private func draws(_ call: PlannedCall) -> Bool {
        guard case .succeeded = call.outcome, call.resultImages.isEmpty, call.call.isInText else { return false }
        let code = Array(call.call.written.utf8)
        return StrayMatcher.drawing.contains { code.range(of: $0) != nil }
    }
}
