import Saccade

extension Rule {
    /// `outvoted-choice`, with its page in `Docs/Rules`.
    public static let outvotedChoice = Rule(
        "outvoted-choice", code: "ANS-01", severity: .warning, level: .l1, since: "0.1", reads: [.answer, .aggregate],
        summary: "A vote chooses the answer with the most votes, best-of-n the one with the highest weight.",
        rationale: """
            A vote that another answer won is not a vote. Answers are compared without spaces at their ends and in \
            lower case; two spellings of one answer may be what is wrong, so this is a warning.
            """,
        hint: "check the candidates and the method; say why when a judge overrules the vote",
        good: [
            Example(
                "Two against one",
                #"""
                {"t":"answer","agent":0,"n":0,"text":"B"}
                {"t":"answer","agent":0,"n":1,"text":"C"}
                {"t":"answer","agent":0,"n":2,"text":"b"}
                {"t":"aggregate","agent":0,"method":"vote","candidates":[[0,0],[0,1],[0,2]],"chosen":[0,0]}
                """#)
        ],
        bad: [
            Example(
                "One against two",
                #"""
                {"t":"answer","agent":0,"n":0,"text":"B"}
                {"t":"answer","agent":0,"n":1,"text":"C"}
                {"t":"answer","agent":0,"n":2,"text":"b"}
                ✗ {"t":"aggregate","agent":0,"method":"vote","candidates":[[0,0],[0,1],[0,2]],"chosen":[0,1]}
                """#)
        ],
        scratch: { [ScopedOrdinal: String]() },
        check: { entry, _, texts, report in
            switch entry.event.body {
            case .answer(let answer):
                // Candidates are few; a log with more answers than this is no vote.
                guard texts.count < 65_536, answer.text.utf8.count <= 4096 else { return }
                texts[ScopedOrdinal(agent: answer.agent, n: answer.n)] = normalized(answer.text)
            case .aggregate(let aggregate):
                guard let chosen = aggregate.chosen, let index = aggregate.candidates.firstIndex(of: chosen) else {
                    return
                }
                let weights = aggregate.weights.count == aggregate.candidates.count ? aggregate.weights : []
                if aggregate.method == .bestOfN, let best = weights.max(), weights[index] < best,
                    let winner = weights.firstIndex(of: best)
                {
                    report.add(
                        "the chosen answer \(name(chosen)) has the weight \(number(weights[index])), answer \(name(aggregate.candidates[winner])) has \(number(best))",
                        at: entry, field: "chosen", expected: name(aggregate.candidates[winner]), found: name(chosen))
                } else if aggregate.method == .vote {
                    let votes = aggregate.candidates.map { texts[$0] }
                    guard !votes.contains(nil) else { return }
                    func total(_ text: String?) -> Double {
                        votes.indices.reduce(0) { sum, vote in
                            votes[vote] == text ? sum + (weights.isEmpty ? 1 : weights[vote]) : sum
                        }
                    }
                    let totals = votes.map(total)
                    let own = totals[index]
                    guard let won = totals.max(), own < won, let winner = totals.firstIndex(of: won) else { return }
                    report.add(
                        "the chosen answer \(name(chosen)) has \(number(own)) of the votes, answer \(name(aggregate.candidates[winner])) has \(number(won))",
                        at: entry, field: "chosen", expected: name(aggregate.candidates[winner]), found: name(chosen))
                }
            default: break
            }
        })
}

/// Returns a text in lower case without spaces at its ends.
private func normalized(_ text: String) -> String {
    let trimmed = text.drop(while: \.isWhitespace)
    return String(trimmed.reversed().drop(while: \.isWhitespace).reversed()).lowercased()
}
