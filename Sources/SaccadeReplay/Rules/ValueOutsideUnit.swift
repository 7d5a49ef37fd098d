import Saccade

extension Rule {
    /// `value-outside-unit`, with its page in `Docs/Rules`.
    public static let valueOutsideUnit = Rule(
        "value-outside-unit", code: "REG-07", severity: .error, level: .l2, since: "0.1", reads: [.region],
        summary: "The numbers of a region lie in the range of their unit.",
        rationale: """
            A fraction of 417, or a thousandth of 2900, was read in the wrong space: every place that is computed \
            from it is wrong. Numbers up to half a range beyond are left to the rules about the image.
            """,
        hint: "state the space that the numbers are in; saccade import --space sets it",
        good: [
            Example(
                "Thousandths",
                #"{"t":"region","agent":0,"n":0,"image":0,"shape":{"box":[100,100,900,900]},"space":{"unit":"permille"}}"#
            )
        ],
        bad: [
            Example(
                "Pixels called fractions",
                #"✗ {"t":"region","agent":0,"n":0,"image":0,"shape":{"box":[12,40,417,96]},"space":{"unit":"unit"}}"#)
        ]
    ) { entry, state, report in
        guard state.region?.leavesUnit == true, let bounds = state.region?.written,
            case .region(let region) = entry.event.body,
            let extent = state.region?.size.flatMap({ region.space.extent(for: $0) })
        else { return }
        report.add(
            "\(place(bounds)) leaves the range of the unit \"\(region.space.unit)\"", at: entry, field: "shape",
            expected: "numbers up to \(number(extent.width)) × \(number(extent.height))", found: place(bounds))
    }
}
