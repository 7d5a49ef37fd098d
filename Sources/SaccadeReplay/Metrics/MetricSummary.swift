public import Saccade

/// What is measured over many traces: means over those for which a figure has a meaning.
public struct MetricSummary: Sendable {
    /// The traces.
    public private(set) var traces: [(name: String, metrics: TraceMetrics)] = []

    /// Creates the summary of nothing.
    public init() {}

    /// Adds what was measured on a trace.
    public mutating func add(_ metrics: TraceMetrics, named name: String) { traces.append((name, metrics)) }

    /// One figure over all traces.
    public struct Figure: Sendable {
        /// The name.
        public var name: String
        /// The value; `nil` if no trace has it.
        public var value: Double?
        /// How many traces it was measured on.
        public var count: Int
    }

    /// The figures, in the order in which they are printed.
    public var figures: [Figure] {
        let all = traces.map(\.metrics)
        func mean(_ name: String, _ value: (TraceMetrics) -> Double?) -> Figure {
            let values = all.compactMap(value)
            return Figure(
                name: name, value: values.isEmpty ? nil : values.reduce(0, +) / Double(values.count),
                count: values.count)
        }
        func share(_ name: String, _ value: (TraceMetrics) -> Bool?) -> Figure {
            mean(name) { value($0).map { $0 ? 1 : 0 } }
        }
        func ratio(
            _ name: String, _ part: (TraceMetrics) -> Int?, _ whole: (TraceMetrics) -> Int?
        ) -> Figure {
            let pairs = all.compactMap { metrics in
                part(metrics).flatMap { p in whole(metrics).map { (Double(p), Double($0)) } }
            }
            let total = pairs.reduce(0) { $0 + $1.1 }
            return Figure(
                name: name, value: total > 0 ? pairs.reduce(0) { $0 + $1.0 } / total : nil, count: pairs.count)
        }
        let quadrants = TraceMetrics.Quadrant.allCases.map { quadrant in
            share(quadrant.rawValue) { metrics in metrics.quadrant.map { $0 == quadrant } }
        }
        return [
            share("accuracy") { $0.isRight }, mean("mean IoU") { $0.meanOverlap }, mean("recall at 0.5") { $0.recall },
            mean("precision at 0.5") { $0.precision }, mean("click in box") { $0.clicksInside },
            mean("evidence coverage") { $0.coverage },
        ] + quadrants + [
            mean("looks") { Double($0.looks) },
            ratio("repeated looks", { $0.repeatedLooks }, { $0.looks }),
            ratio("tool success", { $0.succeededCalls }, { $0.calls }),
            ratio("tokens a look", { $0.tokens }, { $0.looks }),
            ratio("image tokens a look", { $0.imageTokens }, { $0.looks }),
            ratio("tokens a right answer", { $0.tokens }, { $0.isRight.map { $0 ? 1 : 0 } }),
            ratio("redundant tokens", { $0.redundantTokens }, { $0.outputTokens }),
            mean("seconds") { $0.duration.map { Double($0) / 1e9 } },
            mean("agents") { Double($0.agents) }, mean("agreement") { $0.agreement },
            share("accuracy of one agent") { $0.isAloneRight },
            mean("gain of several agents") { metrics in
                metrics.isAloneRight.flatMap { alone in metrics.isRight.map { ($0 ? 1 : 0) - (alone ? 1 : 0) } }
            },
            ratio("tokens of several agents to one", { $0.aloneTokens == nil ? nil : $0.tokens }, { $0.aloneTokens }),
            ratio(
                "wall time of several agents to one", { $0.aloneDuration == nil ? nil : $0.duration },
                { $0.aloneDuration }),
            ratio(
                "work of all agents to wall time", { $0.agents > 1 ? $0.workDuration : nil },
                { $0.agents > 1 && $0.workDuration != nil ? $0.duration : nil }),
        ]
    }

    /// What traces of one number of agents have in common.
    public struct Team: Sendable {
        /// The number of agents, the root included.
        public var agents: Int
        /// The number of traces.
        public var traces: Int
        /// The share of right answers; `nil` without references.
        public var accuracy: Double?
        /// The mean of all tokens of a trace; `nil` without counts.
        public var tokens: Double?
        /// The tokens of all traces with an answer to compare over the number of right ones.
        public var tokensPerRightAnswer: Double?
        /// The mean wall time in seconds; `nil` without times.
        public var seconds: Double?
    }

    /// The traces by their number of agents: what a team costs against one agent, and what it gains.
    public var teams: [Team] {
        func mean(_ values: [Double]) -> Double? {
            values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
        }
        return Dictionary(grouping: traces.map(\.metrics), by: \.agents).sorted { $0.key < $1.key }.map { agents, all in
            let compared = all.filter { $0.isRight != nil }
            let right = compared.count { $0.isRight == true }
            let paid = compared.compactMap(\.tokens)
            return Team(
                agents: agents, traces: all.count, accuracy: mean(compared.map { $0.isRight == true ? 1 : 0 }),
                tokens: mean(all.compactMap(\.tokens).map(Double.init)),
                tokensPerRightAnswer: right > 0 && !paid.isEmpty
                    ? paid.map(Double.init).reduce(0, +) / Double(right) : nil,
                seconds: mean(all.compactMap(\.duration).map { Double($0) / 1e9 }))
        }
    }

    /// The figures as a table for a terminal.
    public var table: String {
        let shown = figures.filter { $0.value != nil }
        let width = shown.map(\.name.count).max() ?? 0
        var lines = ["\(TraceReport.count(traces.count, "trace", "traces"))"]
        for figure in shown {
            let pad = String(repeating: " ", count: width - figure.name.count)
            lines.append("\(figure.name)\(pad)  \(figure.value.map(number) ?? "")  (on \(figure.count))")
        }
        let teams = teams
        if teams.count > 1 {
            lines.append("")
            lines += MetricSummary.aligned(
                [["agents", "traces", "accuracy", "tokens", "tokens a right answer", "seconds"]]
                    + teams.map { team in
                        ["\(team.agents)", "\(team.traces)"]
                            + [team.accuracy, team.tokens, team.tokensPerRightAnswer, team.seconds].map {
                                $0.map(number) ?? "–"
                            }
                    })
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// Returns rows as lines whose columns are as wide as their widest cell, numbers to the right.
    private static func aligned(_ rows: [[String]]) -> [String] {
        let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            zip(row, widths).map { String(repeating: " ", count: $1 - $0.count) + $0 }.joined(separator: "  ")
        }
    }

    /// The figures and those of each trace as JSON.
    public var json: JSONValue {
        .members(
            ("schema", .string("saccade-metrics/1")),
            (
                "figures",
                .array(
                    figures.map {
                        .members(
                            ("name", .string($0.name)), ("value", $0.value.map(JSONValue.double)),
                            ("on", .count($0.count)))
                    })
            ),
            (
                "teams",
                .array(
                    teams.map {
                        .members(
                            ("agents", .count($0.agents)), ("traces", .count($0.traces)),
                            ("accuracy", $0.accuracy.map(JSONValue.double)),
                            ("tokens", $0.tokens.map(JSONValue.double)),
                            ("tokensPerRightAnswer", $0.tokensPerRightAnswer.map(JSONValue.double)),
                            ("seconds", $0.seconds.map(JSONValue.double)))
                    })
            ), ("traces", .array(traces.map { $0.metrics.json(named: $0.name) })))
    }

    /// A row a trace, as CSV by RFC 4180.
    public var csv: String {
        guard let first = traces.first else { return "" }
        func row(_ cells: [String]) -> String { cells.joined(separator: ",") + "\r\n" }
        func quoted(_ text: String) -> String {
            // A cell that a spreadsheet would take for a formula is a text.
            let safe = text.first.map { "=+-@\t\r".contains($0) } == true ? "'" + text : text
            guard safe.contains(where: { ",\"\n\r".contains($0) }) else { return safe }
            return "\"" + safe.replacingQuotes + "\""
        }
        let names = first.metrics.columns.map(\.name)
        return row(["trace"] + names)
            + traces.map { trace in row([quoted(trace.name)] + trace.metrics.columns.map(\.value)) }.joined()
    }
}

extension TraceMetrics {
    /// The figures with their names, empty where they have no meaning.
    var columns: [(name: String, value: String)] {
        func text(_ value: Bool?) -> String { value.map { $0 ? "1" : "0" } ?? "" }
        func text(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
        func text(_ value: Int?) -> String { value.map(String.init) ?? "" }
        return [
            ("right", text(isRight)), ("grounded", text(isGrounded)), ("quadrant", quadrant?.rawValue ?? ""),
            ("mean_iou", text(meanOverlap)), ("recall", text(recall)), ("precision", text(precision)),
            ("click_in_box", text(clicksInside)), ("coverage", text(coverage)), ("looks", text(looks)),
            ("repeated_looks", text(repeatedLooks)), ("calls", text(calls)), ("succeeded_calls", text(succeededCalls)),
            ("agents", text(agents)), ("input_tokens", text(inputTokens)), ("image_tokens", text(imageTokens)),
            ("output_tokens", text(outputTokens)), ("redundant_tokens", text(redundantTokens)),
            ("duration_ns", text(duration)), ("agreement", text(agreement)), ("alone_right", text(isAloneRight)),
            ("alone_tokens", text(aloneTokens)), ("alone_duration_ns", text(aloneDuration)),
            ("work_ns", text(workDuration)),
        ]
    }

    fileprivate func json(named name: String) -> JSONValue {
        .object(
            [JSONMember("trace", .string(name))]
                + columns.map { column in
                    let value: JSONValue =
                        column.value.isEmpty
                        ? .null
                        : Int64(column.value).map(JSONValue.integer) ?? Double(column.value).map(JSONValue.double)
                            ?? .string(column.value)
                    return JSONMember(column.name, value)
                })
    }
}

extension String {
    /// The text with each quote doubled.
    fileprivate var replacingQuotes: String {
        split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
    }
}
