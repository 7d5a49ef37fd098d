import Saccade
import SaccadeReplay
import SaccadeTesting
import Testing
import TraceGenerator

/// Walking over a trace: any step, what was open as it ended, and the whole state.
@Suite struct SteppingTests {
    private static func stepper(_ log: [UInt8]) throws -> TraceStepper { try TraceStepper(TraceReader(bytes: log)) }

    @Test func `every step is what the fold of all events up to it says`() throws {
        let log = Story().log
        let stepper = try Self.stepper(log)
        #expect(stepper.count == 4)
        for position in 0..<stepper.count {
            let (step, moment) = try stepper.step(position)
            let state = try stepper.state(at: position)
            let whole = try #require(state.agent(step.begin.agent)?.steps[step.begin.n])
            #expect(step.texts.map(\.text) == whole.texts.map(\.text))
            #expect(step.regions.map(\.n) == whole.regions)
            #expect(step.calls.map(\.n) == whole.calls)
            #expect(step.answers.map(\.n) == whole.answers)
            #expect(moment.images == state.images.count)
            #expect(moment.agents.map(\.steps) == state.agents.map(\.steps.count))
            #expect(moment.agents.map(\.openSteps) == state.structure.agents.map(\.openSteps))
            #expect(moment.agents.map(\.openCalls) == state.structure.agents.map(\.openCalls))
        }
    }

    @Test func `a long trace is the same from any note`() throws {
        var trace = TraceBuilder()
        for n in 0..<3000 {
            let step = trace.step(n % 2 == 0 ? .think : .look)
            trace.say("thought \(n)", in: step)
            trace.end(step)
        }
        trace.finish()
        let stepper = try Self.stepper(trace.log)
        for position in [0, 1, 340, 341, 342, 1023, 1024, 2999] {
            let (step, moment) = try stepper.step(position)
            #expect(step.texts.first?.text == "thought \(position)")
            #expect(moment.agents[0].steps == position + 1)
            #expect(moment.agents[0].openSteps.isEmpty)
        }
        #expect(throws: TraceError.self) { try stepper.step(3000) }
    }

    @Test func `one walks forwards, backwards and along an agent`() throws {
        let stepper = try Self.stepper(Story().log)
        #expect(stepper.neighbor(of: 0, forward: true) == 1)
        #expect(stepper.neighbor(of: 0, forward: false) == nil)
        #expect(stepper.neighbor(of: 1, forward: true, agent: 0) == 3)
        #expect(stepper.neighbor(of: 3, forward: true) == nil)
        #expect(stepper.position(agent: 1, step: 0) == 2)
    }

    @Test(arguments: [UInt64(3), 7, 20])
    func `the whole state of a step is the same from a kept state, from the first event and from one reading`(
        _ seed: UInt64
    ) throws {
        let log = TraceGenerator.trace(seed: seed, rounds: 12).log
        let slow = try Self.stepper(log)
        var quick = slow
        try quick.keepStates()
        for position in 0..<slow.count {
            let state = try slow.state(at: position)
            let expected = state.json
            #expect(expected["agents"] != nil)
            #expect(try quick.state(at: position).json == expected)
            let name = ScopedOrdinal(
                agent: try slow.step(position).step.begin.agent, n: try slow.step(position).step.begin.n)
            let snapshot = try StepSnapshot(.ordinal(name), of: TraceReader(bytes: log))
            #expect(snapshot.state.json == expected)
            let whole = try #require(snapshot.state.agent(name.agent)?.steps[name.n])
            #expect(snapshot.step.texts.map(\.text) == whole.texts.map(\.text))
            #expect(snapshot.step.json == (try slow.step(position).step.json))
            #expect(snapshot.moment.json == (try slow.step(position).moment.json))
            #expect(
                try StepSnapshot(.position(position), of: TraceReader(bytes: log)).step.json == snapshot.step.json)
        }
    }

    @Test func `kept states of a long trace share what they have, and differ where they must`() throws {
        var trace = TraceBuilder()
        for n in 0..<12_000 {
            let step = trace.step(.think)
            trace.say("thought \(n)", in: step)
            trace.end(step)
        }
        trace.finish()
        let slow = try Self.stepper(trace.log)
        var quick = slow
        try quick.keepStates()
        // The events 8,191 and 8,192, between which a state is kept, belong to the steps 2,730 and 2,731.
        for position in [0, 2729, 2730, 2731, 5460, 5461, 11_999] {
            let (kept, folded) = (try quick.state(at: position), try slow.state(at: position))
            #expect(kept.structure.counts == folded.structure.counts)
            #expect(kept.agents[0].steps.count == position + 1)
            #expect(kept.agents[0].steps.last?.texts.first?.text == "thought \(position)")
            #expect(kept.agents[0].steps.last?.end != nil)
            #expect(kept.agents[0].steps.first?.texts.first?.text == "thought 0")
        }
        #expect(throws: TraceError.self) { try quick.state(at: 12_000) }
    }

    @Test func `one reading goes no further than the end of the step, and says what is not there`() throws {
        let lines = Story().log.split(separator: UInt8(ascii: "\n"))
        let end = try #require(lines.firstIndex { String(decoding: $0, as: UTF8.self).contains("\"step.end\"") })
        var log = Array(lines[...end].joined(separator: [UInt8(ascii: "\n")]))
        log += Array("\nthis is no event\n".utf8)
        let snapshot = try StepSnapshot(.position(0), of: TraceReader(bytes: log))
        #expect(snapshot.step.end != nil)
        let error = #expect(throws: TraceError.self) {
            try StepSnapshot(.ordinal(ScopedOrdinal(agent: 7, n: 1)), of: TraceReader(bytes: Story().log))
        }
        #expect(error?.message == "expected one of 4 steps, found none at 7.1")
        #expect(throws: TraceError.self) {
            try StepSnapshot(.position(0), of: TraceReader(bytes: Story().log), trace: 1)
        }
    }
}
