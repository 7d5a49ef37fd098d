import Saccade

extension Rule {
    /// `evidence-from-failure`, with its page in `Docs/Rules`.
    public static let evidenceFromFailure = Rule(
        "evidence-from-failure", code: "ANS-05", severity: .error, level: .l1, since: "0.1", isExplainedByGap: true,
        reads: [.region, .image, .toolResult, .toolFail, .toolCancel, .stepEnd, .answer],
        summary: "An answer does not rest on what a failed or cancelled call or step made.",
        rationale: """
            Evidence must come from something that happened. An image or a detection of a call that failed was never \
            there to be seen.
            """,
        hint: "cite what the successful call made, or nothing",
        good: [
            Example(
                "An image of a call that succeeded",
                #"""
                {"t":"tool.request","agent":0,"n":0,"step":0,"name":"zoom"}
                {"t":"image","n":1,"width":100,"height":50,"origin":{"kind":"tool","agent":0,"call":0},"missing":"an example"}
                {"t":"tool.result","agent":0,"call":0,"parts":[{"image":1}]}
                {"t":"answer","agent":0,"n":0,"text":"B","images":[1]}
                """#),
            Example(
                "A region of a call that succeeded, in a step that failed with another call",
                #"""
                {"t":"tool.request","agent":0,"n":0,"step":0,"name":"detect"}
                {"t":"tool.request","agent":0,"n":1,"step":0,"name":"ocr"}
                {"t":"region","agent":0,"n":0,"step":0,"call":0,"image":0,"shape":{"box":[10,10,50,50]},"by":"tool"}
                {"t":"tool.result","agent":0,"call":0,"parts":[{"text":"1 found"}]}
                {"t":"tool.fail","agent":0,"call":1,"kind":"failed","message":"out of memory"}
                {"t":"step.end","agent":0,"step":0,"status":"failed"}
                {"t":"answer","agent":0,"n":0,"text":"B","regions":[[0,0]]}
                """#),
        ],
        bad: [
            Example(
                "An image of a call that failed",
                #"""
                {"t":"tool.request","agent":0,"n":0,"step":0,"name":"zoom"}
                {"t":"image","n":1,"width":100,"height":50,"origin":{"kind":"tool","agent":0,"call":0},"missing":"an example"}
                {"t":"tool.fail","agent":0,"call":0,"kind":"failed","message":"out of memory"}
                ✗ {"t":"answer","agent":0,"n":0,"text":"B","images":[1]}
                """#),
            Example(
                "A region of a step that was cancelled",
                #"""
                {"t":"region","agent":0,"n":0,"step":0,"image":0,"shape":{"box":[10,10,50,50]}}
                {"t":"step.end","agent":0,"step":0,"status":"cancelled"}
                ✗ {"t":"answer","agent":0,"n":0,"text":"B","regions":[[0,0]]}
                """#),
        ],
        scratch: { FailedEvidence() },
        check: { entry, _, scratch, report in
            switch entry.event.body {
            case .region:
                guard let agent = entry.event.body.agent, let n = entry.event.body.regionNumber else { return }
                let name = ScopedOrdinal(agent: agent, n: n)
                // A step fails with one of its calls; what another of them made was there all the same.
                if let call = entry.event.body.regionCall {
                    scratch.made[ScopedOrdinal(agent: agent, n: call), default: .init()].regions.append(name)
                } else if let step = entry.event.body.step {
                    scratch.named[ScopedOrdinal(agent: agent, n: step), default: []].append(name)
                }
            case .image(let image):
                guard let agent = image.origin.agent, let call = image.origin.call else { return }
                scratch.made[ScopedOrdinal(agent: agent, n: call), default: .init()].images.append(image.n)
            case .toolResult(let result): scratch.made[ScopedOrdinal(agent: result.agent, n: result.call)] = nil
            case .toolFail(let failure):
                scratch.fail(ScopedOrdinal(agent: failure.agent, n: failure.call), isCancelled: false)
            case .toolCancel(let cancel):
                scratch.fail(ScopedOrdinal(agent: cancel.agent, n: cancel.call), isCancelled: true)
            case .stepEnd(let end):
                let step = ScopedOrdinal(agent: end.agent, n: end.step)
                guard let regions = scratch.named.removeValue(forKey: step), end.status != .ok else { return }
                let maker = FailedMaker(name: step, isStep: true, isCancelled: end.status == .cancelled)
                for region in regions { scratch.failedRegions[region] = maker }
            case .answer(let answer):
                for region in answer.regions {
                    guard let maker = scratch.failedRegions[region] else { continue }
                    report.add("region \(name(region)) comes from \(maker)", at: entry, field: "regions")
                }
                for image in answer.images {
                    guard let maker = scratch.failedImages[image] else { continue }
                    report.add("image \(image) comes from \(maker)", at: entry, field: "images")
                }
            default: break
            }
        })
}

/// A call or a step that came to nothing.
private struct FailedMaker: CustomStringConvertible {
    var name: ScopedOrdinal
    var isStep: Bool
    var isCancelled: Bool

    var description: String {
        "\(isStep ? "step" : "call") \(name.n) of agent \(name.agent), which \(isCancelled ? "was cancelled" : "failed")"
    }
}

/// What open calls have made so far, and what failed ones made.
private struct FailedEvidence {
    struct Made {
        var images: [Int] = []
        var regions: [ScopedOrdinal] = []
    }

    /// What open calls have made.
    var made: [ScopedOrdinal: Made] = [:]
    /// The regions that open steps have named.
    var named: [ScopedOrdinal: [ScopedOrdinal]] = [:]
    var failedImages: [Int: FailedMaker] = [:]
    var failedRegions: [ScopedOrdinal: FailedMaker] = [:]

    mutating func fail(_ call: ScopedOrdinal, isCancelled: Bool) {
        guard let things = made.removeValue(forKey: call) else { return }
        let maker = FailedMaker(name: call, isStep: false, isCancelled: isCancelled)
        for image in things.images { failedImages[image] = maker }
        for region in things.regions { failedRegions[region] = maker }
    }
}
