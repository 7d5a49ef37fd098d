/// Recovers a text log: every whole event as it stands, and a gap where something is missing.
///
/// The log is read twice, because what a gap says is known only from what follows it.
struct TextRecovery {
    let recorder: Recorder
    let makeDigest: () -> any StreamingDigest
    /// Opens the log from its beginning.
    let open: () throws(TraceError) -> any StorageFile

    /// Reads the log and calls a closure with each line of the recovered one, without its end.
    ///
    /// - Throws: ``TraceError`` if the log cannot be read, or holds no whole event.
    func recover(
        to write: (_ source: [UInt8], _ event: Event) throws(TraceError) -> Void
    ) throws(TraceError) -> RecoveryReport {
        var plan = try self.plan()
        guard plan.report.events > 0 else {
            throw TraceError(.missingHeader, "expected a trace, found no whole event")
        }
        let salvage = TextSalvage(try open())
        var index = 0
        var digest = makeDigest()
        var structure = LogStructure()
        var isWhole = true
        var traces = -1
        func add(_ source: [UInt8], _ event: Event) throws(TraceError) {
            if case .traceBegin = event.body { traces += 1 }
            if case .traceBegin = event.body { (digest, structure, isWhole) = (makeDigest(), LogStructure(), true) }
            if case .gap = event.body { isWhole = false }
            if isWhole, case .traceEnd(let end) = event.body {
                if let expected = end.digest, digest.finalize() != expected {
                    plan.report.doubts.append(
                        "trace \(traces): the digest in trace.end is not that of the lines before it: one of them was "
                            + "changed, and text does not tell which")
                } else if end.counts != structure.counts {
                    plan.report.doubts.append(
                        "trace \(traces): the counts in trace.end are not those of the lines before it")
                }
            }
            structure.apply(event)
            (source + [UInt8(ascii: "\n")]).withUnsafeBytes { digest.update($0) }
            try write(source, event)
        }
        while let piece = try salvage.next() {
            guard case .event(let event, let source) = piece else { continue }
            for insertion in plan.insertions.removeValue(forKey: index) ?? [] {
                try add(EventEncoder.bytes(of: insertion), insertion)
            }
            try add(source, event)
            index += 1
        }
        for insertion in plan.insertions.removeValue(forKey: index) ?? [] {
            try add(EventEncoder.bytes(of: insertion), insertion)
        }
        return plan.report
    }

    /// Finds out what is missing and what must be put in its place.
    private func plan() throws(TraceError) -> RecoveryPlan {
        let salvage = TextSalvage(try open())
        var plan = RecoveryPlan(recorder: recorder)
        while let piece = try salvage.next() {
            switch piece {
            case .event(let event, let source): plan.add(event, source: source)
            case .loss(let loss): plan.add(loss)
            }
        }
        plan.finish()
        return plan
    }
}
