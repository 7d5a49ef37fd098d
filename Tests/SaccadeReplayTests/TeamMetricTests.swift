import Saccade
import SaccadeReplay
import SaccadeTesting
import Testing

@Suite struct TeamMetricTests {
    private static func state(_ trace: TraceBuilder) -> TraceState {
        var state = TraceState()
        for event in trace.events { state.apply(event) }
        return state
    }

    /// One agent that answers after 2,220 tokens.
    private static func alone(_ answer: String) -> TraceState {
        var trace = TraceBuilder(tick: 1_000_000_000)
        trace.generation(.text("Where?"))
        let step = trace.step(.answer)
        trace.answer(answer)
        trace.end(step)
        trace.append(.generationEnd(GenerationEnd(agent: 0, n: 0, usage: Usage(input: 2000, output: 220))))
        trace.finish()
        return state(trace)
    }

    /// A root that answers alone after 2 s and 1,050 tokens, and again after a worker has answered, too.
    private static func team(_ first: String, _ last: String) -> TraceState {
        var trace = TraceBuilder(tick: 0)
        trace.append(.generationBegin(GenerationBegin(agent: 0, n: 0)), at: 0)
        trace.append(.stepBegin(StepBegin(agent: 0, n: 0, kind: .answer, generation: 0)), at: 0)
        trace.append(.answer(Answer(agent: 0, n: 0, step: 0, text: first)), at: 1_000_000_000)
        trace.append(.stepEnd(StepEnd(agent: 0, step: 0)), at: 2_000_000_000)
        trace.append(
            .generationEnd(GenerationEnd(agent: 0, n: 0, usage: Usage(input: 1000, output: 50))), at: 2_000_000_000)
        trace.append(.agentSpawn(AgentSpawn(n: 1, kind: .worker, parent: 0)), at: 2_000_000_000)
        trace.append(.generationBegin(GenerationBegin(agent: 1, n: 0)), at: 2_000_000_000)
        trace.append(
            .generationEnd(GenerationEnd(agent: 1, n: 0, usage: Usage(input: 2000, output: 100))), at: 8_000_000_000)
        trace.append(.agentEnd(AgentEnd(agent: 1)), at: 8_000_000_000)
        trace.append(.agentJoin(AgentJoin(agent: 0, joined: 1)), at: 8_000_000_000)
        trace.append(.generationBegin(GenerationBegin(agent: 0, n: 1)), at: 8_000_000_000)
        trace.append(.stepBegin(StepBegin(agent: 0, n: 1, kind: .answer, generation: 1)), at: 8_000_000_000)
        trace.append(.answer(Answer(agent: 0, n: 1, step: 1, final: true, text: last)), at: 9_000_000_000)
        trace.append(.stepEnd(StepEnd(agent: 0, step: 1)), at: 10_000_000_000)
        trace.append(
            .generationEnd(GenerationEnd(agent: 0, n: 1, usage: Usage(input: 1000, output: 50))), at: 10_000_000_000)
        trace.append(.traceEnd(TraceEnd(counts: trace.structure.counts)), at: 10_000_000_000)
        return state(trace)
    }

    @Test func `what several agents cost is held against what one alone had spent`() throws {
        let metrics = TraceMetrics(Self.team("C", "B"), reference: MetricReference(answer: "B"))
        #expect(metrics.isAloneRight == false && metrics.isRight == true)
        #expect(metrics.aloneTokens == 1050 && metrics.tokens == 4200)
        #expect(metrics.aloneDuration == 2_000_000_000 && metrics.duration == 10_000_000_000)
        // The root worked from 0 to 10 s, the worker from 2 to 8 s.
        #expect(metrics.workDuration == 16_000_000_000)
        var summary = MetricSummary()
        summary.add(metrics, named: "team")
        func value(_ name: String) -> Double? { summary.figures.first { $0.name == name }?.value }
        #expect(value("gain of several agents") == 1)
        #expect(value("tokens of several agents to one") == 4)
        #expect(value("wall time of several agents to one") == 5)
        #expect(value("work of all agents to wall time") == 1.6)
    }

    @Test func `a trace of one agent has no figures of several`() {
        let metrics = TraceMetrics(Self.alone("B"), reference: MetricReference(answer: "B"))
        #expect(metrics.aloneTokens == nil && metrics.aloneDuration == nil && metrics.isAloneRight == nil)
    }

    @Test func `teams are compared by their number of agents`() throws {
        var summary = MetricSummary()
        summary.add(TraceMetrics(Self.alone("B"), reference: MetricReference(answer: "B")), named: "one")
        summary.add(TraceMetrics(Self.alone("C"), reference: MetricReference(answer: "B")), named: "one more")
        summary.add(TraceMetrics(Self.team("C", "B"), reference: MetricReference(answer: "B")), named: "team")
        let teams = summary.teams
        #expect(teams.map(\.agents) == [1, 2] && teams.map(\.traces) == [2, 1])
        #expect(teams.map(\.accuracy) == [0.5, 1])
        #expect(teams.map(\.tokens) == [2220, 4200])
        #expect(teams.map(\.tokensPerRightAnswer) == [4440, 4200])
        #expect(summary.table.contains("agents  traces  accuracy"))
        #expect(summary.json["teams"]?.array?.count == 2)
    }
}
