import Saccade
import SaccadeRecorder
import SaccadeServer
import Testing

/// Code that gets nothing passed and adds a step all the same.
private func lookAround(_ what: String) async {
    await withStep(.look, title: what) { step in
        step?.text("looking at \(what)")
        LiveStep.current?.text(" once more")
    }
}

private struct NoSuchPlace: Error, CustomStringConvertible { let description = "no such place" }

@Suite struct TaskTests {
    @Test func `code deep inside adds steps to the trace of its task`() async throws {
        let folder = ServerFolder()
        let recorder = try folder.recorder()
        let answer = await recorder.trace(question: "Which shop is open?", model: "stand-in") { trace in
            #expect(LiveTrace.current === trace)
            await withGeneration(request: "req-1") { generation in
                await lookAround("the door")
                await withStep(.think) { _ in await lookAround("the sign") }
                generation.noteFirstToken()
                generation.note(finish: "stop", usage: Usage(input: 10, output: 2))
            }
            return "the bakery"
        }
        try await recorder.close()
        #expect(answer == "the bakery")
        #expect(LiveTrace.current == nil)
        let events = try folder.traces()[0]
        #expect(events.header?.task == "Which shop is open?")
        #expect(events.steps.map(\.title) == ["the door", nil, "the sign"])
        #expect(events.steps.map(\.generation) == [0, 0, 0])
        #expect(events.steps.map(\.parent) == [nil, nil, 1])
        #expect(events.texts.map(\.text).joined() == "looking at the door once morelooking at the sign once more")
        let ends = events.all { if case .generationEnd(let end) = $0 { end } else { nil } }
        #expect(ends.map(\.finish) == ["stop"] && ends[0].usage?.input == 10 && ends[0].firstToken != nil)
        #expect(events.end?.status == .ok)
        try folder.expectConsistent()
    }

    @Test func `child tasks of a group become lanes, each of them one, however often it records`() async throws {
        let folder = ServerFolder()
        let recorder = try folder.recorder()
        await recorder.trace(question: "look everywhere") { _ in
            await withStep(.delegate) { step in
                // One after another, so that a task may get the memory of one that has ended.
                for round in 0..<20 {
                    await withTaskGroup { group in
                        group.addTask {
                            await lookAround("place \(round)")
                            await lookAround("place \(round) again")
                        }
                    }
                }
                await withTaskGroup { group in
                    for place in 20..<40 { group.addTask { await lookAround("place \(place)") } }
                }
                async let last: Void = lookAround("place 40")
                await last
                #expect(LiveStep.current?.n == step?.n)
            }
            await lookAround("all of it")
        }
        try await recorder.close()
        let events = try folder.traces()[0]
        #expect(events.spawns.count == 41)
        #expect(events.spawns.allSatisfy { $0.parent == 0 && $0.step == 0 && $0.kind == .worker })
        #expect(events.joins.map(\.joined).sorted() == Array(1...41))
        // The two steps of a task are of one lane, and no lane has those of two tasks.
        let places = Dictionary(grouping: events.steps.filter { $0.agent > 0 }, by: \.agent).mapValues { steps in
            Set(steps.compactMap { $0.title?.split(separator: " ")[1] })
        }
        #expect(places.count == 41)
        #expect(places.values.allSatisfy { $0.count == 1 })
        #expect(Set(places.values).count == 41)
        #expect(events.steps.last?.agent == 0)
        #expect(events.gaps.isEmpty)
        try folder.expectConsistent()
    }

    @Test func `an agent that is named has its role, and its own children below it`() async throws {
        let folder = ServerFolder()
        let recorder = try folder.recorder()
        await recorder.trace { _ in
            await withTaskGroup { group in
                for side in ["left", "right"] {
                    group.addTask {
                        await withAgent(role: side, model: "small") { agent in
                            await lookAround("the \(side) half")
                            await withTaskGroup { inner in inner.addTask { await lookAround("a corner") } }
                            agent?.answer("nothing on the \(side)")
                        }
                    }
                }
            }
        }
        try await recorder.close()
        let events = try folder.traces()[0]
        #expect(events.spawns.compactMap(\.role).sorted() == ["left", "right"])
        #expect(events.spawns.count == 4)
        let named = Set(events.spawns.filter { $0.role != nil }.map(\.n))
        #expect(Set(events.spawns.filter { $0.role == nil }.map(\.parent)) == named)
        #expect(events.gaps.isEmpty)
        try folder.expectConsistent()
    }

    @Test func `what throws ends as failed with its text, and what is cancelled as cancelled`() async throws {
        let folder = ServerFolder()
        let recorder = try folder.recorder()
        await #expect(throws: NoSuchPlace.self) {
            try await recorder.trace { _ in
                try await withStep(.act) { _ in
                    try await withToolCall("zoom", written: "{}") { _ -> (result: Int, parts: [Part]) in
                        throw NoSuchPlace()
                    }
                }
            }
        }
        await #expect(throws: CancellationError.self) {
            try await recorder.trace { _ in
                try await withAgent(role: "searcher") { _ in
                    try await withStep(.look) { _ in throw CancellationError() }
                }
            }
        }
        try await recorder.close()
        let traces = try folder.traces()
        let failures = traces[0].all { if case .toolFail(let fail) = $0 { fail.message } else { nil } }
        #expect(failures == ["no such place"])
        #expect(traces.map { $0.end?.status } == [.failed, .cancelled])
        #expect(traces[0].ends.map(\.error) == ["no such place"])
        #expect(traces[1].ends.map(\.status) == [.cancelled, .cancelled])
        try folder.expectConsistent()
    }

    @Test func `a task that outlives its step goes on in the trace, and one that outlives the trace is counted`()
        async throws
    {
        let folder = ServerFolder()
        let recorder = try folder.recorder()
        let (stream, gate) = AsyncStream.makeStream(of: Void.self)
        let (late, lateGate) = AsyncStream.makeStream(of: Void.self)
        let tasks = await recorder.trace { _ in
            let tasks = await withStep(.think) { _ in
                [
                    Task {
                        for await _ in stream {}
                        await lookAround("the rest")
                    },
                    Task {
                        for await _ in late {}
                        await lookAround("nothing any more")
                    },
                ]
            }
            gate.finish()
            await tasks[0].value
            return tasks
        }
        lateGate.finish()
        await tasks[1].value
        try await recorder.close()
        let events = try folder.traces()[0]
        #expect(events.steps.map(\.title) == [nil, "the rest"])
        #expect(events.spawns.map(\.step) == [nil])
        #expect(recorder.statistics.refusedEvents > 0)
        try folder.expectConsistent()
    }

    @Test func `without a trace everything runs and records nothing`() async throws {
        let result = await withStep(.look) { step in
            await withAgent { agent in
                await withGeneration { generation in
                    generation.note(finish: "stop")
                    return await withToolCall("zoom") { call in
                        (result: step == nil && agent == nil && generation.generation == nil && call == nil, parts: [])
                    }
                }
            }
        }
        #expect(result)
    }
}
