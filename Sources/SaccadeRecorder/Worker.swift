import Saccade
import SaccadeDigest
import Synchronization

/// The recorder's one thread: takes records from the ring, encodes them and writes them to the segments.
final class Worker {
    let core: RecorderCore
    let segments: SegmentedWriter
    private let storage: any Storage
    /// Holds the name of the segments against other recorders.
    private let lock: SegmentLock
    /// The traces, by slot.
    @exclusivity(unchecked) private var logs: [TraceLog?] = []
    @exclusivity(unchecked) private var encoder = EventEncoder()
    /// The bytes in all held traces.
    private var heldSize = 0
    /// How many bytes were written since the last sync, and when that was.
    @exclusivity(unchecked) private var unsynced = 0
    private var latestSync = SystemClock.steady()
    /// How many bytes were written since the beginning; told to the counters after each look at the ring.
    @exclusivity(unchecked) private var written = 0
    /// Whether the recorder is being closed and a failed write is not tried again.
    private var isEnding = false
    private var failure: RecorderError?
    /// Why something that was recorded could not be written before the recorder ended.
    private var dropped: RecorderError?
    /// When the disk is tried again after a failure.
    private var nextAttempt = 0
    /// How often the disk is tried again while the recorder is ending.
    private var lastAttempts = 5

    private init(_ core: RecorderCore, folder: String, storage: any Storage) throws(RecorderError) {
        self.core = core
        self.storage = storage
        do throws(TraceError) {
            try storage.createFolder(folder)
            lock = try SegmentLock(folder: folder, name: core.options.name, storage: storage)
            segments = try SegmentedWriter(
                folder: folder, name: lock.name, options: core.options.segments, storage: storage)
            try segments.advance(to: UInt64(SystemClock.steady()))
        } catch {
            throw RecorderError(.fileSystem, error.message)
        }
    }

    /// Opens the segments and begins the thread.
    static func start(_ core: RecorderCore, folder: String, storage: any Storage) throws(RecorderError) {
        // The worker is made here, so that opening can fail, and from then on belongs to its thread alone.
        nonisolated(unsafe) let worker = try Worker(core, folder: folder, storage: storage)
        try SystemThread.start { worker.run() }
    }

    private func run() {
        while true {
            core.bell.wait(nanoseconds: core.options.drainInterval)
            pass()
            if answerTickets() { return }
        }
    }

    // MARK: Taking records

    /// Takes everything that has been recorded so far.
    private func pass() {
        // In this order: what has ended was recorded before, and whatever is in the ring belongs to a trace that is known.
        let finished = core.table.withLock { table in
            defer { table.finished.removeAll() }
            return table.finished
        }
        let end = core.ring.end
        let fresh = core.table.withLock { table in
            defer { table.fresh.removeAll() }
            return table.fresh
        }
        for trace in fresh { begin(trace) }
        while !core.ring.drain(to: end, { kind, content in take(kind, content) }) {
            // A writer was interrupted between reserving and committing; it goes on at once.
            SystemClock.sleep(nanoseconds: 20_000)
        }
        for trace in finished {
            guard let log = log(trace.slot, trace.serial) else { continue }
            let (status, time) = trace.lateEnd.withLock { $0 } ?? (.failed, 0)
            finish(log, status, at: time)
        }
        core.counters.raisePeak(to: core.memory)
        core.counters.writtenBytes.store(written, ordering: .relaxed)
        core.ring.rewind()
        core.relax()
        persist { () throws(TraceError) in try segments.advance(to: UInt64(SystemClock.steady())) }
        probe()
        syncIfDue()
    }

    private func log(_ slot: Int32, _ serial: Int32) -> TraceLog? {
        let slot = Int(slot)
        guard logs.indices.contains(slot), let log = logs[slot], log.core.serial == serial else { return nil }
        return log
    }

    private func begin(_ trace: TraceCore) {
        while logs.count <= Int(trace.slot) { logs.append(nil) }
        let log = TraceLog(trace)
        logs[Int(trace.slot)] = log
        if !trace.isHeld { log.handle = segments.begin(trace: trace.header.id) }
        log.filter = core.options.traceFilter?.begin(trace.header)
        route(.traceBegin(trace.header), nil, of: log, at: nil)
    }

    private func take(_ kind: UInt8, _ content: UnsafeRawBufferPointer) {
        let head = content.loadUnaligned(as: RecordHead.self)
        var fields = UnsafeRawBufferPointer(rebasing: content[MemoryLayout<RecordHead>.size...])
        var payload: Payload?
        if let pointer = UnsafeRawPointer(bitPattern: head.payload) {
            payload = Unmanaged<Payload>.fromOpaque(pointer).takeRetainedValue()
        }
        defer { if let payload { core.returnPayload(payload.size) } }
        let look = kind == RecordKind.look ? PackedLook(fields) : nil
        let log = log(head.slot, head.serial)
        if let look, let log { return take(look, of: log, at: head.time) }
        guard let log, let kind = RecordKind.kind(kind) else {
            // The trace has ended in between.
            core.counters.refusedEvents.wrappingAdd(look?.events ?? 1, ordering: .relaxed)
            return
        }
        if case .fields(let bytes) = payload?.content {
            bytes.withUnsafeBytes { take(kind, $0, of: log, at: head.time, nil) }
        } else {
            if fields.isEmpty { fields = UnsafeRawBufferPointer(start: nil, count: 0) }
            take(kind, fields, of: log, at: head.time, payload)
        }
    }

    private func take(
        _ kind: EventKind, _ fields: UnsafeRawBufferPointer, of log: TraceLog, at time: Int, _ payload: Payload?
    ) {
        let body: EventBody
        do throws(TraceError) {
            body = try EventUnpacker.unpack(kind, fields)
        } catch {
            let body = try? EventUnpacker.unpack(kind, fields, refusesContradictions: false)
            // The message may hold words of the event, which the filter has not seen.
            let message = log.filter == nil ? error.message : "its fields contradict each other"
            return refuse(log, message, at: time, body)
        }
        if case .traceEnd(let end) = body { return finish(log, end.status, at: time) }
        route(body, payload, of: log, at: time)
    }

    /// Writes what has been recorded, or what the host's filter makes of it.
    private func route(_ body: EventBody, _ payload: Payload?, of log: TraceLog, at time: Int?) {
        guard let filter = log.filter else { return settle(body, payload?.picture, of: log, at: time) }
        var record = FilteredRecord(body, time: time)
        if let picture = payload?.picture {
            (record.image, record.redacting) = (load(picture, &record), picture.redacting)
        } else if case .image(let declaration) = body {
            record.redacting = log.core.hidden.withLock { $0.removeValue(forKey: declaration.n) }
        }
        filter.take(record) { settle($0, of: log) }
    }

    private func settle(_ record: FilteredRecord, of log: TraceLog) {
        let picture = record.image.map { Picture(source: .bytes($0), redacting: record.redacting) }
        settle(record.body, picture, of: log, at: record.time)
    }

    private func settle(_ body: EventBody, _ picture: Picture?, of log: TraceLog, at time: Int?) {
        guard case .image(var declaration) = body else {
            log.note(body)
            return write(body, to: log, at: time)
        }
        let redaction = picture.flatMap { keep($0, as: &declaration, of: log, at: time ?? 0) }
        write(.image(declaration), to: log, at: time)
        if let redaction { write(.redaction(redaction), to: log, at: time) }
    }

    /// Returns the bytes of a picture for the filter; a file that cannot be read makes the image missing.
    private func load(_ picture: Picture, _ record: inout FilteredRecord) -> [UInt8]? {
        guard case .image(var declaration) = record.body else { return nil }
        declaration.digest = nil
        defer { record.body = .image(declaration) }
        do throws(TraceError) {
            return try picture.bytes(storage, limit: core.payloadLimit)
        } catch {
            declaration.missing = error.message
            return nil
        }
    }

    // MARK: Events

    /// Writes a piece of text and places on an image.
    private func take(_ look: PackedLook, of log: TraceLog, at time: Int) {
        if log.filter != nil {
            if look.hasText { route(look.textEvent, nil, of: log, at: time) }
            for body in (try? look.regionEvents()) ?? [] { route(body, nil, of: log, at: time) }
            return
        }
        if look.hasText {
            if log.structure.takeText(agent: look.agent, step: look.step, at: time) {
                encoder.removeAll()
                look.encodeText(into: &encoder, at: time)
                writeEncoded(to: log, at: time)
            } else {
                write(look.textEvent, to: log, at: time)
            }
        }
        guard look.marks > 0 else { return }
        let fits = log.structure.takeRegions(
            look.marks, from: look.region, agent: look.agent, step: look.step, image: look.image, at: time)
        guard fits else { return writeApart(look, to: log, at: time) }
        var rest = look
        for _ in 0..<look.marks {
            encoder.removeAll()
            rest.encodeNextRegion(into: &encoder, at: time)
            writeEncoded(to: log, at: time)
        }
    }

    /// Writes places that do not all fit one by one, each with a gap in its place if it does not.
    private func writeApart(_ look: PackedLook, to log: TraceLog, at time: Int) {
        do throws(TraceError) {
            for body in try look.regionEvents() { write(body, to: log, at: time) }
        } catch {
            for _ in 0..<look.marks { refuse(log, error.message, at: time) }
        }
    }

    /// Writes an event, or a gap in its place if it does not fit.
    private func write(_ body: EventBody, to log: TraceLog, at time: Int?) {
        let event = Event(body, time: time)
        var misfit = log.structure.misfit(of: event)
        if misfit != nil, log.unsaid?.movesOrdinals == true {
            // It may come behind what was refused and be right.
            sayRefusals(of: log, at: time ?? 0)
            misfit = log.structure.misfit(of: event)
        }
        if let misfit { return refuse(log, misfit.message, at: time ?? 0, body) }
        encoder.removeAll()
        encoder.encode(event)
        if writeEncoded(to: log, at: time ?? 0) { log.structure.apply(event) }
    }

    /// Writes the event that the encoder has; returns whether it was taken.
    @discardableResult private func writeEncoded(to log: TraceLog, at time: Int) -> Bool {
        encoder.withBytes { bytes in
            let bytes = UnsafeRawBufferPointer(bytes)
            guard append(bytes, to: log, at: log.wall(time)) else { return false }
            log.digest.add(line: bytes)
            return true
        }
    }

    private func append(_ bytes: UnsafeRawBufferPointer, to log: TraceLog, at time: UInt64) -> Bool {
        if log.held != nil {
            hold(log) { $0.append(bytes, at: time) }
            return true
        }
        guard let handle = log.handle else { return false }
        return store(bytes, of: handle, at: time)
    }

    /// Hands an event to the segments, and counts it; returns whether they took it.
    private func store(_ event: UnsafeRawBufferPointer, of trace: SegmentedWriter.Handle, at time: UInt64) -> Bool {
        count(event.count)
        let isTaken = persist { () throws(TraceError) in try segments.append(event, to: trace, at: time) }
        if isTaken {
            core.counters.events.wrappingAdd(1, ordering: .relaxed)
        } else if failure != nil {
            core.counters.lostEvents.wrappingAdd(1, ordering: .relaxed)
        }
        return isTaken
    }

    /// Hands the bytes of an image to the segments, and counts it; returns whether they took them.
    private func store(
        _ bytes: [UInt8], _ digest: Digest, _ declaration: ImageDeclaration, of trace: SegmentedWriter.Handle,
        at time: UInt64
    ) -> Bool {
        count(bytes.count)
        let isTaken = persist { () throws(TraceError) in
            _ = try segments.image(bytes, digest: digest, as: declaration, of: trace, at: time)
        }
        if isTaken { core.counters.images.wrappingAdd(1, ordering: .relaxed) }
        return isTaken
    }

    /// Counts bytes that are handed to the segments.
    private func count(_ bytes: Int) {
        unsynced += bytes
        written &+= bytes
    }

    /// Writes a gap in place of an event that does not fit the trace: a mistake of the host, which the trace shows.
    private func refuse(_ log: TraceLog, _ message: String, at time: Int, _ body: EventBody? = nil) {
        core.counters.refusedEvents.wrappingAdd(1, ordering: .relaxed)
        log.refusals += 1
        guard !log.structure.isEnded, log.structure.counts.events > 0 else { return }
        var gap = Gap(reason: .filter, note: "the recorder refused an event that does not fit: \(message)", events: 1)
        if let body { gap.skip(body, log.structure) }
        if log.refusals <= Worker.mostRefusals { return write(.gap(gap), to: log, at: time) }
        // A host that is wrong about everything does not fill the disk with reasons.
        gap.note = "the recorder refused events that do not fit, as before"
        if log.unsaid?.scopes.count ?? 0 >= Worker.mostScopes { sayRefusals(of: log, at: time) }
        if log.unsaid == nil { log.unsaid = gap } else { log.unsaid?.add(gap) }
    }

    /// How many events of a trace are refused with a gap each; those after them share gaps.
    private static let mostRefusals = 16

    /// Writes the gap of what was refused and is not said yet.
    private func sayRefusals(of log: TraceLog, at time: Int) {
        guard let gap = log.unsaid else { return }
        log.unsaid = nil
        write(.gap(gap), to: log, at: time)
    }

    private func finish(_ log: TraceLog, _ status: EndStatus, at time: Int) {
        log.filter?.finish { settle($0, of: log) }
        sayRefusals(of: log, at: time)
        let trace = log.core
        let lost = trace.lostEvents.load(ordering: .relaxed)
        if trace.isSurrendered || lost > 0 {
            tellLosses(of: log, events: lost, at: time)
        }
        let end = Event(
            .traceEnd(TraceEnd(status: status, counts: log.structure.counts, digest: log.digest.value)), time: time)
        if status != .ok { log.hasFailure = true }
        encoder.removeAll()
        encoder.encode(end)
        encoder.withBytes { _ = append(UnsafeRawBufferPointer($0), to: log, at: log.wall(time)) }
        log.structure.apply(end)
        decide(log, status, at: time)
        if let handle = log.handle { segments.end(handle) }
        forget(log)
    }

    /// Writes a gap that counts what was lost and names every agent, because any may have been at work; more gaps follow
    /// where one cannot name them all.
    private func tellLosses(of log: TraceLog, events: Int, at time: Int) {
        var gap = Gap(
            reason: .pressure, note: log.core.isSurrendered ? "the rest of the trace" : nil, events: events,
            bytes: log.core.lostBytes.load(ordering: .relaxed))
        let agents = log.structure.agents.indices
        for first in stride(from: 0, to: agents.count, by: Worker.mostScopes) {
            gap.scopes = agents[first..<min(agents.count, first + Worker.mostScopes)].map { GapScope(agent: $0) }
            write(.gap(gap), to: log, at: time)
            gap = Gap(reason: .pressure, note: gap.note)
        }
    }

    /// How many agents a gap names.
    private static let mostScopes = 256

    private func forget(_ log: TraceLog) {
        logs[Int(log.core.slot)] = nil
        core.table.withLock { $0.remove(log.core) }
    }

    // MARK: Held traces

    /// Adds to a held trace; if all of them together are too large, this one is written and no longer held.
    private func hold(_ log: TraceLog, _ change: (inout HeldTrace) -> Void) {
        guard var held = log.held else { return }
        log.held = nil
        heldSize -= held.size
        change(&held)
        heldSize += held.size
        log.held = held
        if heldSize > core.options.heldLimit { release(log) }
    }

    /// Decides at its end whether a held trace is kept.
    private func decide(_ log: TraceLog, _ status: EndStatus, at time: Int) {
        guard log.held != nil else { return }
        let summary = TraceSummary(
            id: log.core.header.id, status: status, counts: log.structure.counts, hasFailure: log.hasFailure,
            duration: time)
        let isFailure = core.options.sampling.keepsFailures && log.hasFailure
        if isFailure || log.core.isSampled && core.options.keepTrace?(summary) ?? true { return release(log) }
        drop(log)
    }

    /// Leaves a held trace out.
    private func drop(_ log: TraceLog) {
        guard let held = log.held else { return }
        log.held = nil
        heldSize -= held.size
        core.counters.sampledOut.wrappingAdd(1, ordering: .relaxed)
    }

    /// Writes what was held of a trace.
    private func release(_ log: TraceLog) {
        guard let held = log.held else { return }
        log.held = nil
        heldSize -= held.size
        let handle = segments.begin(trace: log.core.header.id)
        log.handle = handle
        for piece in held.pieces {
            switch piece {
            case .event(let range, let time):
                held.bytes.withUnsafeBytes { bytes in
                    _ = store(UnsafeRawBufferPointer(rebasing: bytes[range]), of: handle, at: time)
                }
            case .image(let bytes, let digest, let declaration, let time):
                _ = store(bytes, digest, declaration, of: handle, at: time)
            }
        }
    }

    // MARK: Images

    /// Keeps the bytes of an image and says in its declaration what became of them.
    ///
    /// - Returns: The redaction to record after it, if there was one.
    private func keep(
        _ picture: Picture, as declaration: inout ImageDeclaration, of log: TraceLog, at time: Int
    ) -> Redaction? {
        var bytes: [UInt8]
        declaration.digest = nil
        do throws(TraceError) {
            bytes = try picture.bytes(storage, limit: core.payloadLimit)
        } catch {
            declaration.missing = error.message
            return nil
        }
        var redaction: Redaction?
        if let redacting = picture.redacting {
            let outcome = ImageRedaction(bytes, declaration, redacting, core.options.imageFilter)
            redaction = outcome.event
            declaration = outcome.declaration
            guard let kept = outcome.bytes else { return redaction }
            bytes = kept
        }
        declaration.fill(from: PictureHeader(bytes))
        let digest = Digest(of: bytes)
        (declaration.digest, declaration.bytes) = (digest, bytes.count)
        let wall = log.wall(time)
        if log.held != nil {
            let declaration = declaration
            hold(log) { $0.append(bytes, digest, declaration, at: wall) }
        } else if let handle = log.handle, !store(bytes, digest, declaration, of: handle, at: wall) {
            declaration.elided = "the recorder could not write it"
        }
        return redaction
    }

    // MARK: The disk

    /// Does something that writes, and does it again until the disk takes it.
    ///
    /// While the disk takes nothing the ring fills, and callers let go of images, text and traces as they must.
    ///
    /// - Returns: False if the recorder is ending and the disk still takes nothing, or if it was refused for good.
    @discardableResult private func persist(_ action: () throws(TraceError) -> Void) -> Bool {
        var hasFailed = false
        while true {
            do throws(TraceError) {
                try action()
                if hasFailed { recover() }
                return true
            } catch {
                guard error.code == .fileSystem else {
                    core.counters.refusedEvents.wrappingAdd(1, ordering: .relaxed)
                    return false
                }
                fail(error)
                guard waitToTryAgain() else {
                    dropped = failure
                    return false
                }
                hasFailed = true
            }
        }
    }

    /// Waits until the disk is tried again; false if the recorder is ending and has tried often enough.
    private func waitToTryAgain() -> Bool {
        isEnding = isEnding || core.tickets.withLock { $0.waiting.contains { $0.level == .closed } }
        guard isEnding else {
            core.bell.wait(nanoseconds: core.options.retryInterval)
            return true
        }
        lastAttempts -= 1
        if lastAttempts >= 0 { SystemClock.sleep(nanoseconds: min(core.options.retryInterval, 100_000_000)) }
        return lastAttempts >= 0
    }

    /// Writes what waits, once it is time to try the disk again after a failure.
    private func probe() {
        guard failure != nil, SystemClock.steady() >= nextAttempt else { return }
        do throws(TraceError) {
            try segments.flush()
            recover()
        } catch {
            fail(error)
        }
    }

    private func fail(_ error: TraceError) {
        let found = RecorderError(.fileSystem, error.message)
        failure = found
        nextAttempt = SystemClock.steady(after: core.options.retryInterval)
        core.counters.failedWrites.wrappingAdd(1, ordering: .relaxed)
        core.counters.problem.withLock { $0 = error.message }
        // Those who wait for less than the end are told now; whoever closes waits for what can still be done.
        let told = core.tickets.withLock { tickets in
            let told = tickets.waiting.filter { $0.level != .closed }
            tickets.waiting.removeAll { $0.level != .closed }
            return told
        }
        for ticket in told { ticket.complete(.failure(found)) }
    }

    private func recover() {
        failure = nil
        core.counters.problem.withLock { $0 = nil }
    }

    private func syncIfDue() {
        // After a failure the disk is tried again by `probe`, when it is time.
        guard unsynced > 0, failure == nil else { return }
        switch core.options.durability {
        case .atEnd: return
        case .always: break
        case .grouped(let interval, let bytes):
            guard unsynced >= bytes || SystemClock.steady() - latestSync >= interval else { return }
        }
        _ = sync()
    }

    /// Makes what was written survive a loss of power.
    private func sync() -> RecorderError? {
        latestSync = SystemClock.steady()
        do throws(TraceError) {
            // A write that fails is tried again; only what comes after it is about what was written.
            try segments.flush()
        } catch {
            fail(error)
            return RecorderError(.fileSystem, error.message)
        }
        unsynced = 0
        do throws(TraceError) {
            try segments.sync()
            if failure != nil { recover() }
            return nil
        } catch {
            // Never tried again as if nothing had happened: the system may have forgotten what it could not write. The
            // segment is left for recovery, the next event begins another, and the traces say so.
            core.counters.failedSyncs.wrappingAdd(1, ordering: .relaxed)
            fail(error)
            for case let log? in logs where log.held == nil && !log.structure.isEnded {
                write(
                    .gap(Gap(reason: .damage, note: "the disk may have lost what came before: \(error.message)")),
                    to: log, at: log.structure.latestTime ?? 0)
            }
            return RecorderError(.fileSystem, error.message)
        }
    }

    // MARK: Acknowledgements

    /// Answers those who wait for what has been taken; returns whether the recorder has ended.
    private func answerTickets() -> Bool {
        let taken = core.ring.taken
        let due = core.tickets.withLock { tickets in
            let due = tickets.waiting.filter { $0.end <= taken }
            tickets.waiting.removeAll { $0.end <= taken }
            return due
        }
        guard let level = due.map(\.level).max() else { return false }
        if level == .closed {
            end(due)
            return true
        }
        var problem: RecorderError?
        if level == .durable {
            problem = sync()
        } else {
            do throws(TraceError) {
                try segments.flush()
                if failure != nil { recover() }
            } catch {
                fail(error)
                problem = RecorderError(.fileSystem, error.message)
            }
        }
        for ticket in due { ticket.complete(problem.map { .failure($0) } ?? .success(())) }
        return false
    }

    /// Finishes the segments and tells everybody.
    private func end(_ due: [Ticket]) {
        isEnding = true
        pass()
        for case let log? in logs { log.filter?.finish { settle($0, of: log) } }
        for case let log? in logs { leave(log) }
        core.counters.writtenBytes.store(written, ordering: .relaxed)
        let isFinished = persist { () throws(TraceError) in try segments.finish() }
        let problem = isFinished ? dropped : failure
        lock.release()
        let rest = core.tickets.withLock { tickets in
            tickets.isOver = true
            defer { tickets.waiting.removeAll() }
            return tickets.waiting
        }
        for ticket in due + rest { ticket.complete(problem.map { .failure($0) } ?? .success(())) }
    }

    /// Leaves a trace without an end, but with what must still be said of it.
    private func leave(_ log: TraceLog) {
        if log.core.isSampled || log.hasFailure { release(log) } else { drop(log) }
        guard log.handle != nil else { return }
        sayRefusals(of: log, at: log.structure.latestTime ?? 0)
        guard log.core.isSurrendered else { return }
        let lost = log.core.lostEvents.load(ordering: .relaxed)
        tellLosses(of: log, events: lost, at: log.structure.latestTime ?? 0)
    }
}
