import Saccade

extension Rule {
    /// `oversized-event`, with its page in `Docs/Rules`.
    public static let oversizedEvent = Rule(
        builtIn: "oversized-event", code: "FMT-05", level: .l0, since: "0.1",
        summary: "An event keeps within the limits of size and depth.",
        rationale: """
            Traces come from strangers. A reader that follows any depth or any size can be made to exhaust its stack or \
            its memory, so events are limited to 16 MiB and 64 levels.
            """,
        hint: "put large payloads into blobs",
        good: [
            Example(
                "Arguments a few levels deep",
                #"{"t":"tool.request","agent":0,"n":0,"step":0,"name":"f","arguments":{"a":[[[1]]]}}"# + "\n"
                    + #"{"t":"tool.result","agent":0,"call":0}"#)
        ],
        bad: [
            Example(
                "Arguments a hundred levels deep",
                #"✗ {"t":"tool.request","agent":0,"n":0,"step":0,"name":"f","arguments":"#
                    + String(repeating: "[", count: 100) + String(repeating: "]", count: 100) + "}")
        ])
}
