import CTaskIdentity
import Saccade
import SaccadeRecorder
import Synchronization

/// Where in a trace the running task is: what it records belongs there.
///
/// It travels as a task-local value. A task that did not open the place itself, but inherited it, is a child: the first
/// thing that it records gives it an agent of its own, a lane.
final class Place: Sendable {
    @TaskLocal static var current: Place?

    let trace: LiveTrace
    let agent: LiveAgent
    let generation: LiveGeneration?
    let step: LiveStep?
    /// The place around this one, of the same trace.
    let outer: Place?
    /// The task that opened it.
    private let task: UInt64
    private let lanes = Mutex(Lanes())

    /// The agents of the child tasks.
    private struct Lanes {
        var byTask: [UInt64: LiveAgent] = [:]
        /// In the order of their birth.
        var agents: [LiveAgent] = []
        var isClosed = false
    }

    init(_ agent: LiveAgent, generation: LiveGeneration? = nil, step: LiveStep? = nil, outer: Place? = nil) {
        trace = agent.trace
        self.agent = agent
        self.generation = generation
        self.step = step
        self.outer = outer
        task = saccade_current_task()
    }

    /// Where the running task records: this place, or, in a child task, the same step seen from the child's own lane.
    struct Seat {
        let agent: LiveAgent
        let generation: LiveGeneration?
        let step: LiveStep?
    }

    /// Where the running task records; gives a child task its lane if it has none.
    func seat() -> Seat {
        let running = saccade_current_task()
        if running == task { return Seat(agent: agent, generation: generation, step: step) }
        let lane = lanes.withLock { lanes -> LiveAgent? in
            if let lane = lanes.byTask[running] { return lane }
            if lanes.isClosed { return nil }
            let lane = agent.spawn(.worker, from: step)
            lanes.byTask[running] = lane
            lanes.agents.append(lane)
            return lane
        }
        if let lane { return Seat(agent: lane, generation: nil, step: nil) }
        // A task that outlives the place that it was started in belongs to the one around it. Where there is none the
        // trace has ended, and what comes is counted as refused.
        return outer?.seat() ?? Seat(agent: agent, generation: nil, step: nil)
    }

    /// Where the running task is, without giving it a lane: for log lines.
    func glance() -> Seat {
        let running = saccade_current_task()
        if running == task { return Seat(agent: agent, generation: generation, step: step) }
        let lane = lanes.withLock { $0.byTask[running] }
        return Seat(agent: lane ?? agent, generation: nil, step: lane == nil ? step : nil)
    }

    /// Ends the lanes of child tasks, which have ended: structured tasks never outlive what they were started in.
    func close() {
        let lanes = lanes.withLock { lanes in
            lanes.isClosed = true
            return lanes.agents
        }
        for lane in lanes {
            lane.end()
            agent.join(lane, in: step)
        }
    }
}
