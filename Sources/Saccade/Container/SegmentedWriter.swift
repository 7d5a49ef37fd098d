/// Writes a log that never ends: events and images of many traces at once, into one file after another.
///
/// A segment is rotated when it has enough bytes, time or channels: it is finished under its name, and traces that are
/// open go on in the next one under the same id. Readers join them again. Used from one thread.
///
/// A call that throws has not taken its event or image; it may be tried again. What goes wrong while an earlier segment is
/// finished does not hold up the events of the next one: ``flush()``, ``sync()`` and ``finish()`` throw it, and try again
/// what can be tried again. A segment that takes nothing more, because the disk failed, is left unfinished for recovery;
/// what was taken and could not be written to it goes into the next one.
public final class SegmentedWriter {
    /// How segments are written, and how many are kept.
    public struct Options: Sendable {
        /// How each segment is written, and when it is rotated.
        public var container = ContainerOptions()
        /// How many bytes all finished segments may have together before the oldest are removed; `nil` for no limit.
        public var retainedSize: Int?
        /// How many nanoseconds the last event of a segment may be older than the newest event of any before the segment is
        /// removed; `nil` for no limit.
        public var retainedAge: UInt64?

        /// Creates options with the defaults, which keep everything.
        public init() {}
    }

    /// A trace that is being written.
    public struct Handle: Sendable, Hashable {
        let index: Int
        let serial: Int
    }

    /// The folder of the segments.
    public let folder: String
    /// What the names of the segments begin with.
    public let name: String
    /// How segments are written.
    public let options: Options
    /// The paths of segments that took nothing more and were left unfinished, under the names that they have.
    public private(set) var abandoned: [String] = []
    /// How many segments were finished.
    public private(set) var finishedSegments = 0
    /// How many events were taken.
    @exclusivity(unchecked) public private(set) var events = 0

    private let files: SegmentFiles
    private let storage: any Storage
    private var nextNumber = 0
    @exclusivity(unchecked) private var current: ContainerWriter?
    /// The segment before, while it could not be finished.
    private var closing: ContainerWriter?
    private var began: UInt64 = 0
    private var now: UInt64 = 0
    @exclusivity(unchecked) private var slots: [Slot] = []
    private var freeSlots: [Int] = []
    private var serial = 0
    /// What went wrong since the last call that says so.
    private var problem: TraceError?
    private var retention: SegmentRetention
    @exclusivity(unchecked) private var isFinished = false

    private struct Slot {
        var id: String
        var serial: Int
        /// How many events the trace has in all segments.
        var events = 0
        /// The trace in the segment that is written now.
        var handle: ContainerWriter.Handle?
    }

    /// Begins to write segments into a folder, behind those that are there under the same name.
    ///
    /// No file is made before there is something to write. Two programs must not use one name in one folder at once.
    ///
    /// - Parameters:
    ///   - folder: The folder, which is made if it is not there.
    ///   - name: What the names of the segments begin with; a number and `.mcap` follow.
    ///   - options: When a segment ends and how long it is kept.
    ///   - storage: Where the folder is.
    /// - Throws: ``TraceError`` with code `file-system`, or `invalid-field` for a name with a `/` or without a character.
    public init(
        folder: String, name: String = "segment", options: Options = Options(), storage: any Storage = FileStorage()
    ) throws(TraceError) {
        guard !name.isEmpty, !name.utf8.contains(UInt8(ascii: "/")) else {
            throw TraceError(.invalidField, "expected a name for segments without a \"/\", found \"\(name)\"")
        }
        self.folder = folder
        self.name = name
        self.options = options
        self.storage = storage
        files = SegmentFiles(folder: folder, name: name, storage: storage)
        retention = SegmentRetention(size: options.retainedSize, age: options.retainedAge, files: files)
        try storage.createFolder(folder)
        nextNumber = try files.all().last.map { $0.number + 1 } ?? 0
    }

    /// The path of the segment that is written now, which it has once it is finished; `nil` between two.
    public var path: String? { current?.path }

    /// How many traces are open.
    public var openTraces: Int { slots.count - freeSlots.count }

    // MARK: Traces

    /// Begins a trace.
    public func begin(trace id: String) -> Handle {
        serial += 1
        let slot = Slot(id: id, serial: serial)
        if let index = freeSlots.popLast() {
            slots[index] = slot
            return Handle(index: index, serial: serial)
        }
        slots.append(slot)
        return Handle(index: slots.count - 1, serial: serial)
    }

    /// Says that a trace has no more events.
    public func end(_ trace: Handle) {
        guard isOpen(trace) else { return }
        if let handle = slots[trace.index].handle { current?.end(handle) }
        slots[trace.index] = Slot(id: "", serial: 0)
        freeSlots.append(trace.index)
    }

    private func isOpen(_ trace: Handle) -> Bool {
        slots.indices.contains(trace.index) && slots[trace.index].serial == trace.serial
    }

    /// Appends an event.
    ///
    /// - Parameters:
    ///   - event: Its JSON object, without a line end.
    ///   - trace: The trace that it belongs to.
    ///   - time: When it was recorded, in nanoseconds since 1970.
    /// - Throws: ``TraceError``; then the event was not taken.
    public func append(_ event: UnsafeRawBufferPointer, to trace: Handle, at time: UInt64) throws(TraceError) {
        let (container, handle) = try place(of: trace, size: event.count)
        try container.append(event, to: handle, at: time)
        slots[trace.index].events += 1
        events += 1
    }

    /// Appends an event.
    public func append(_ event: [UInt8], to trace: Handle, at time: UInt64) throws(TraceError) {
        try event.withBytes { (bytes) throws(TraceError) in try append(bytes, to: trace, at: time) }
    }

    /// Writes an image, once per digest and segment; it is in a file before the event that declares it can be.
    ///
    /// - Throws: ``TraceError``; then the image is in no file.
    @discardableResult
    public func image(
        _ bytes: UnsafeRawBufferPointer, digest: Digest, as declaration: ImageDeclaration, of trace: Handle,
        at time: UInt64
    ) throws(TraceError) -> ContainerWriter.WrittenImage {
        let (container, handle) = try place(of: trace, size: bytes.count)
        return try container.image(bytes, digest: digest, as: declaration, of: handle, at: time)
    }

    /// Writes an image, once per digest and segment.
    @discardableResult
    public func image(
        _ bytes: [UInt8], digest: Digest, as declaration: ImageDeclaration, of trace: Handle, at time: UInt64
    ) throws(TraceError) -> ContainerWriter.WrittenImage {
        try bytes.withBytes { (bytes) throws(TraceError) in
            try image(bytes, digest: digest, as: declaration, of: trace, at: time)
        }
    }

    /// Writes a blob that is no image, once per digest and segment.
    ///
    /// - Returns: Whether it was written now.
    @discardableResult
    public func blob(
        _ bytes: UnsafeRawBufferPointer, digest: Digest, media: String?, at time: UInt64
    ) throws(TraceError) -> Bool {
        try segment(size: bytes.count, channels: 0).blob(bytes, digest: digest, media: media, at: time)
    }

    /// Returns whether the segment that is written now has the bytes with a digest.
    public func contains(_ digest: Digest) -> Bool { current?.contains(digest) ?? false }

    // MARK: Segments

    /// Returns where the next event or image of a trace goes.
    private func place(
        of trace: Handle, size: Int
    ) throws(TraceError) -> (container: ContainerWriter, handle: ContainerWriter.Handle) {
        guard isOpen(trace) else {
            throw TraceError(.misplacedEvent, "expected a trace that is open in \(folder), found another")
        }
        // A trace needs a channel for its events and may need one for its images.
        let container = try segment(size: size, channels: slots[trace.index].handle == nil ? 2 : 1)
        if let handle = slots[trace.index].handle { return (container, handle) }
        let handle = try container.begin(trace: slots[trace.index].id, nextEvent: slots[trace.index].events)
        slots[trace.index].handle = handle
        return (container, handle)
    }

    /// Returns the segment that has room for something, a new one if need be.
    private func segment(size: Int, channels: Int) throws(TraceError) -> ContainerWriter {
        if isFinished { throw TraceError(.fileSystem, "cannot write to the segments in \(folder): they are finished") }
        if let current {
            if current.isBroken { return try replace(current) }
            let limit = min(options.container.segmentChannels, SegmentedWriter.mostChannels)
            let isFull =
                current.size + size > options.container.segmentSize || current.channels + channels > limit
            guard isFull, !current.isEmpty, rotateIfPossible() else { return current }
        }
        let container = try create()
        begin(container)
        return container
    }

    /// The most channels of a segment; the format ends at 65,535.
    private static let mostChannels = 65_000

    private func create() throws(TraceError) -> ContainerWriter {
        while try files.has(nextNumber) { nextNumber += 1 }
        let container = try ContainerWriter(
            path: files.path(nextNumber), layout: .segment, options: options.container, storage: storage)
        nextNumber += 1
        return container
    }

    /// Takes a segment into use.
    private func begin(_ container: ContainerWriter) {
        leave()
        current = container
        began = now
    }

    /// Goes on from a segment that takes nothing more with what was taken and not written: in a new one, if there is any.
    @discardableResult private func replace(_ broken: ContainerWriter) throws(TraceError) -> ContainerWriter {
        let container = try create()
        var handles: [ContainerWriter.Handle: ContainerWriter.Handle] = [:]
        do throws(TraceError) {
            for event in broken.unwrittenEvents() {
                var handle = handles[event.handle]
                if handle == nil { handle = try container.begin(trace: event.trace, nextEvent: event.number) }
                handles[event.handle] = handle
                if let handle { try container.append(event.bytes, to: handle, at: event.time) }
            }
        } catch {
            try? container.abandon()
            throw error
        }
        abandoned.append(broken.path + ContainerFormat.openSuffix)
        let places = slots.map { slot in slot.handle.flatMap { handles[$0] } }
        begin(container)
        for (index, handle) in places.enumerated() { slots[index].handle = handle }
        return container
    }

    /// Leaves a segment that takes nothing more, before something is asked of it.
    private func leaveBroken() throws(TraceError) {
        guard let current, current.isBroken else { return }
        if current.hasUnwrittenEvents {
            try replace(current)
        } else {
            abandoned.append(current.path + ContainerFormat.openSuffix)
            leave()
        }
    }

    /// Rotates unless the segment before this one is not finished yet.
    private func rotateIfPossible() -> Bool {
        guard closing == nil else { return false }
        retire()
        do throws(TraceError) {
            try settle()
        } catch {
            // What can be tried again says so itself when it fails again.
            if closing == nil { problem = problem ?? error }
        }
        return true
    }

    /// Takes the segment out of use; the next event begins another.
    private func retire() {
        guard let current else { return }
        current.continues(slots.filter { $0.serial > 0 && $0.events > 0 }.map(\.id))
        closing = current
        leave()
    }

    private func leave() {
        current = nil
        for index in slots.indices { slots[index].handle = nil }
    }

    /// Finishes the segment that was taken out of use, and removes those that are not to be kept.
    private func settle() throws(TraceError) {
        guard let segment = closing else { return }
        do throws(TraceError) {
            try segment.finish()
        } catch {
            if segment.isBroken {
                closing = nil
                abandoned.append(segment.path + ContainerFormat.openSuffix)
            }
            throw error
        }
        closing = nil
        finishedSegments += 1
        try retention.add(path: segment.path, size: segment.size, endTime: segment.latestTime)
    }

    /// Ends the segment now; the next event begins another.
    ///
    /// - Throws: ``TraceError`` if it could not be finished; ``flush()`` tries again.
    public func rotate() throws(TraceError) {
        try settle()
        try leaveBroken()
        guard current?.isEmpty == false else { return }
        retire()
        try settle()
    }

    // MARK: Time and safety

    /// Says what time it is, in nanoseconds on any steady clock: closes a chunk that has waited for too long, and rotates a
    /// segment that is too old.
    public func advance(to now: UInt64) throws(TraceError) {
        self.now = now
        guard let current, !current.isBroken else { return }
        if now >= began, now - began >= options.container.segmentAge, !current.isEmpty, rotateIfPossible() {
            return
        }
        try current.advance(to: now)
    }

    /// Writes everything that was taken: a crash of the program cannot lose it, a loss of power can.
    public func flush() throws(TraceError) {
        try settle()
        try leaveBroken()
        try current?.flush()
        try reportProblem()
    }

    /// Writes everything that was taken and makes it survive a loss of power.
    public func sync() throws(TraceError) {
        try settle()
        try leaveBroken()
        try current?.sync()
        try reportProblem()
    }

    /// Ends the last segment; traces that are open stay without an end.
    public func finish() throws(TraceError) {
        guard !isFinished else { return }
        try settle()
        try leaveBroken()
        current?.continues([])
        if let current, current.isEmpty { try? current.abandon() } else { closing = current }
        leave()
        try settle()
        isFinished = true
        try reportProblem()
    }

    private func reportProblem() throws(TraceError) {
        guard let found = problem else { return }
        problem = nil
        throw found
    }
}
