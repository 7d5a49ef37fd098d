import Saccade

extension Rule {
    /// `claimed-call`, with its page in `Docs/Rules`.
    public static let claimedCall = Rule(
        "claimed-call", code: "TUL-01", severity: .warning, level: .l1, since: "0.1", isExplainedByGap: true,
        reads: [.stepText, .stepEnd, .toolRequest, .answer, .agentEnd],
        summary: "A search or a zoom that a text announces is made before the answer.",
        rationale: """
            A model that writes "I will now search for it" and answers without any call makes up what it found. Only \
            announcements in English are recognised, so this is a warning.
            """,
        hint: "look whether the call was lost on import; if not, what the text says it found is invented",
        good: [
            Example(
                "A zoom that is announced and made",
                #"""
                {"t":"step.text","agent":0,"step":0,"channel":"output","text":"I will now zoom in on the sign."}
                {"t":"tool.request","agent":0,"n":0,"step":0,"name":"zoom"}
                {"t":"tool.result","agent":0,"call":0,"parts":[]}
                {"t":"answer","agent":0,"n":0,"text":"Hop Inn"}
                """#)
        ],
        bad: [
            Example(
                "A search that is announced and never made",
                #"""
                ✗ {"t":"step.text","agent":0,"step":0,"channel":"output","text":"I will now search for the pub."}
                {"t":"step.text","agent":0,"step":0,"channel":"output","text":" A search confirms the address."}
                {"t":"answer","agent":0,"n":0,"text":"169 Bursledon Road"}
                """#),
            Example(
                "Said right after a thought",
                #"""
                {"t":"step.text","agent":0,"step":0,"channel":"reasoning","text":"hm"}
                ✗ {"t":"step.text","agent":0,"step":0,"channel":"output","text":"Let me search online."}
                {"t":"answer","agent":0,"n":0,"text":"169 Bursledon Road"}
                """#),
        ],
        scratch: { [Int: Claim]() },
        check: { entry, _, claims, report in
            switch entry.event.body {
            case .stepText(let text):
                guard text.channel != .toolArguments, text.form == .verbatim || text.form == .summary else { return }
                claims[text.agent, default: Claim()].read(text, at: entry)
            case .toolRequest(let request): claims[request.agent] = nil
            case .stepEnd(let end): claims[end.agent]?.endStep()
            case .answer(let answer): claims.removeValue(forKey: answer.agent)?.tell(report)
            case .agentEnd(let end): claims.removeValue(forKey: end.agent)?.tell(report)
            default: break
            }
        },
        finish: { state, claims, report in
            // A log that stops may have stopped just before the call.
            guard state.structure.isEnded else { return }
            for (_, claim) in claims.sorted(by: { $0.key < $1.key }) { claim.tell(report) }
        })
}

/// What an agent has announced since its last call.
private struct Claim {
    /// The end of the text, as far as it may become an announcement, with the byte before.
    private var tail: [UInt8] = []
    /// Where in the tail an announcement may begin.
    private var unread = 0
    private var channel: TextChannel?
    private var words: String?
    private var place: Place?

    /// Reads a piece of text, which may continue the one before.
    mutating func read(_ text: StepText, at entry: LogEntry) {
        guard words == nil else { return }
        // What is thought and what is said are two texts: the end of one does not go on in the other.
        if channel != text.channel { forget() }
        channel = text.channel
        tail.append(contentsOf: text.text.utf8)
        let found = Announcement.find(in: tail, from: unread)
        if let words = found.words {
            self.words = words
            place = Place(entry)
            forget()
        } else {
            let open = max(found.open, tail.count - Announcement.longest)
            let first = max(0, open - 1)
            tail.removeFirst(first)
            unread = open - first
        }
    }

    /// Forgets the text of a step that has ended; what it announced stays.
    mutating func endStep() { forget() }

    private mutating func forget() {
        tail = []
        unread = 0
    }

    func tell(_ report: RuleReport) {
        guard let words, let place else { return }
        report.add("the text announces \"\(words)\", and no call follows", at: place)
    }
}
