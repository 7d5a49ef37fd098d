import Saccade
import StorageFaults

extension Campaign {
    /// Losses of power and kills at every change of a storage that drops, tears and reorders what was not synced.
    static let powerLoss = Campaign(name: "power-loss", title: "Loss of power and kills") { share in
        [
            try figure(.trace, "a trace's own file", states: max(500, 20_000 / share)),
            try figure(.segment, "segments of several traces", states: max(500, 20_000 / share)),
        ]
    }

    private static func figure(_ layout: SurvivalRun.Layout, _ what: String, states: Int) throws -> Figure {
        var total = SurvivalRun.Outcome()
        var seed: UInt64 = 0
        while total.states < states {
            seed += 1
            let outcome = try SurvivalRun(layout, seed: seed, statesPerChange: 7).run()
            total.states += outcome.states
            total.partial += outcome.partial
            total.failures += outcome.failures.map { "seed \(seed), \($0)" }
        }
        return Figure(
            "\(what): \(total.states) states of the disk, \(total.partial) of them without something that was taken",
            "every event that was acknowledged as durable (as written, after a kill) is there, none is another",
            failures: total.failures)
    }
}
