import Saccade

extension Rule {
    /// `written-box-differs`, with its page in `Docs/Rules`.
    public static let writtenBoxDiffers = Rule(
        "written-box-differs", code: "REG-23", severity: .error, level: .l2, since: "0.1", reads: [.region],
        summary: "The shape of a region has the numbers that were written.",
        rationale: """
            A region keeps its text as written and the numbers that were read from it. If the two differ, the picture \
            shows a place that the model never named.
            """,
        hint: "read the numbers from the text again, in the order that the space names",
        good: [
            Example(
                "The same four numbers",
                #"{"t":"region","agent":0,"n":0,"image":0,"written":"[12, 40, 96, 80]","shape":{"box":[12,40,96,80]}}"#),
            Example(
                "A width and a height",
                #"{"t":"region","agent":0,"n":0,"image":0,"written":"12,40,84,40","shape":{"box":[12,40,96,80]},"space":{"order":"xywh"}}"#
            ),
        ],
        bad: [
            Example(
                "A digit that changed",
                #"✗ {"t":"region","agent":0,"n":0,"image":0,"written":"[12, 40, 96, 80]","shape":{"box":[21,40,96,80]}}"#
            ),
            Example(
                "A point that moved",
                #"✗ {"t":"region","agent":0,"n":0,"image":0,"written":"click(12, 40)","shape":{"point":[12,44]}}"#),
        ]
    ) { entry, _, report in
        guard case .region(let region) = entry.event.body, let written = region.written, region.by != .human,
            region.spaceSource != .unresolved
        else { return }
        let numbers = WrittenNumbers.all(in: written)
        switch region.shape {
        case .box(let box):
            guard numbers.count == 4 else { return }
            let expected = region.space.box(numbers[0], numbers[1], numbers[2], numbers[3])
            let slack = WrittenNumbers.slack(expected)
            guard !expected.isClose(to: box, within: slack), !expected.ordered.isClose(to: box.ordered, within: slack)
            else { return }
            report.add(
                "the text says \(place(expected)), the shape \(place(box))", at: entry, field: "shape",
                expected: place(expected), found: place(box))
        case .point(let point):
            guard numbers.count == 2 else { return }
            let expected = region.space.point(numbers[0], numbers[1])
            guard (expected.x - point.x).magnitude > 0.001 || (expected.y - point.y).magnitude > 0.001 else { return }
            report.add(
                "the text says \(place(expected)), the shape \(place(point))", at: entry, field: "shape",
                expected: place(expected), found: place(point))
        default: return
        }
    }
}
