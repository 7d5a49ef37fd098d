import Saccade
import SaccadeImaging
import SaccadeRecorder

/// One trace on its way through redaction: what waits for a decision, and what was decided.
final class RedactedTrace: FilteredTrace {
    /// A channel of a step.
    private struct Channel: Hashable {
        var agent: Int
        var step: Int
        var name: TextChannel
    }

    /// What waits, in order.
    private enum Item {
        case event(FilteredRecord)
        /// A piece of text, up to a byte of its channel.
        case text(StepText, Channel, end: Int, time: Int?)
        /// A picture of which nobody has said yet where it comes from.
        case picture(ImageDeclaration, [UInt8], time: Int?)

        /// What it takes of memory, about; few events are larger than that.
        var size: Int {
            switch self {
            case .event: 512
            case .text(let text, _, _, _): 128 + text.text.utf8.count
            case .picture: 512
            }
        }

        /// The bytes of the picture that it is.
        var pictureSize: Int { if case .picture(_, let bytes, _) = self { bytes.count } else { 0 } }
    }

    private let redactor: Redactor
    private let scratch: ScanScratch
    private var texts: EventTexts
    private var channels: [Channel: ChannelText] = [:]
    private var paint = PicturePaint()
    /// The pictures that wait, and what was decided about them; a decision of `nil` inside means that all may be seen.
    private var waiting: [Int: ImageOrigin] = [:]
    /// What waits from `head` on, in order; `nil` before it.
    private var items: [Item?] = []
    private var head = 0
    private var heldBytes = 0
    private var heldPictures = 0

    init(_ redactor: Redactor) {
        self.redactor = redactor
        scratch = ScanScratch(redactor.machine)
        texts = EventTexts(TextScanner(redactor.machine, scratch), replacement: redactor.replacement)
    }

    deinit { redactor.held.add(-heldBytes - heldPictures) }

    // MARK: What comes in

    func take(_ record: FilteredRecord, pass: (FilteredRecord) -> Void) {
        for image in record.body.usedImages where waiting[image] != nil { decideOnUse(image, by: record.body) }
        switch record.body {
        case .stepText(let text): take(text, at: record.time)
        case .image(let declaration): take(declaration, record)
        case .imageDerive(let made):
            if let cover = paint.cover(of: made) { paint.set(cover, of: made.image) }
            waiting[made.image] = nil
            hold(.event(record))
        case .imagePixels(let pixels) where paint.cover(of: pixels.image) != nil:
            // The digest of what the picture showed would tell whether a guess is right.
            hold(.event(FilteredRecord(redaction("digest", rule: "pixels", image: pixels.image), time: record.time)))
        default:
            endTexts(record.body)
            hold(.event(record))
        }
        passOn(pass)
        while isFull { giveUpWaiting(pass) }
    }

    func finish(pass: (FilteredRecord) -> Void) {
        for channel in channels.keys { channels[channel]?.end() }
        for image in waiting.keys { decide(image, .whole(reason: Self.unknownSource)) }
        passOn(pass)
    }

    private func take(_ text: StepText, at time: Int?) {
        let channel = Channel(agent: text.agent, step: text.step, name: text.channel)
        var state = channels[channel] ?? ChannelText(TextScanner(redactor.machine, scratch))
        state.take(text.text)
        channels[channel] = state
        hold(.text(text, channel, end: state.count, time: time))
    }

    /// Ends the texts that an event ends: nothing more comes, so that what waits can be decided on.
    private func endTexts(_ body: EventBody) {
        let ended: (Channel) -> Bool
        switch body {
        case .stepEnd(let end): ended = { $0.agent == end.agent && $0.step == end.step }
        case .agentEnd(let end): ended = { $0.agent == end.agent }
        default: return
        }
        for channel in channels.keys where ended(channel) { channels[channel]?.end() }
    }

    private func take(_ declaration: ImageDeclaration, _ record: FilteredRecord) {
        var declaration = declaration
        let named = record.redacting.map { Self.cover($0) }
        guard let bytes = record.image else {
            // The picture is not here, but what is made from it may be.
            if let named { paint.set(named, of: declaration.n) }
            // Bytes that are elsewhere are not painted over, and their digest would tell what they are.
            if paint.isNeeded, declaration.digest != nil, declaration.origin.kind != .input {
                declaration.digest = nil
                declaration.elided = Self.unknownSource
                paint.set(.whole(reason: Self.unknownSource), of: declaration.n)
            }
            return hold(.event(FilteredRecord(.image(declaration), time: record.time)))
        }
        if let info = try? ImageInfo(sniffing: bytes) {
            (declaration.width, declaration.height) = (info.size.width, info.size.height)
            declaration.media = declaration.media ?? info.mediaType
        }
        paint.note(declaration.n, size: declaration.size)
        if let named {
            paint.set(named, of: declaration.n, bytes: bytes)
        } else if let cover = paint.cover(of: bytes) {
            paint.set(cover, of: declaration.n)
        } else if paint.isNeeded {
            waiting[declaration.n] = declaration.origin
        }
        hold(.picture(declaration, bytes, time: record.time))
    }

    /// What may not be seen of a picture of which the host has named some boxes, or none for all of it.
    private static func cover(_ boxes: [Box]) -> PicturePaint.Cover {
        boxes.isEmpty ? .whole(reason: "redacted: all of it") : .boxes(boxes, rule: "named by the host")
    }

    // MARK: Pictures of which nobody has said where they come from

    private static let unknownSource =
        "redacted: nobody said what it was made from, and images of this trace are redacted"

    /// Decides on a picture that is used before anybody has said what it was made from.
    private func decideOnUse(_ image: Int, by body: EventBody) {
        if case .imageDerive(let made) = body, made.image == image { return }
        // What the user sends was made by nobody here.
        if case .turn = body, waiting[image]?.kind == .input { return waiting[image] = nil }
        decide(image, .whole(reason: Self.unknownSource))
    }

    private func decide(_ image: Int, _ cover: PicturePaint.Cover) {
        paint.set(cover, of: image)
        waiting[image] = nil
    }

    // MARK: What waits

    private var isFull: Bool {
        heldBytes > HeldBytes.eventLimit || heldPictures > HeldBytes.pictureLimit
            || (heldBytes > 0 && redactor.held.isFull)
    }

    private func hold(_ item: Item) {
        items.append(item)
        count(item, 1)
    }

    private func count(_ item: Item, _ sign: Int) {
        heldBytes += sign * item.size
        heldPictures += sign * item.pictureSize
        redactor.held.add(sign * (item.size + item.pictureSize))
    }

    /// Passes on all that is decided, in order.
    private func passOn(_ pass: (FilteredRecord) -> Void) {
        while head < items.count, let item = items[head], passOn(item, pass) {
            count(item, -1)
            items[head] = nil
            head += 1
        }
        if head == items.count {
            items.removeAll(keepingCapacity: true)
            head = 0
        } else if head > 64, head * 2 > items.count {
            items.removeFirst(head)
            head = 0
        }
    }

    /// Decides on the first thing that waits, in doubt against showing it.
    private func giveUpWaiting(_ pass: (FilteredRecord) -> Void) {
        guard head < items.count, let item = items[head] else { return }
        switch item {
        case .text(_, let channel, _, _): channels[channel]?.giveUpWaiting()
        case .picture(let declaration, _, _): decide(declaration.n, .whole(reason: Self.unknownSource))
        case .event: break
        }
        passOn(pass)
    }

    /// Passes an item on if it is decided on.
    private func passOn(_ item: Item, _ pass: (FilteredRecord) -> Void) -> Bool {
        switch item {
        case .event(let record): passOn(record, pass)
        case .text(let text, let channel, let end, let time):
            // A text of which nothing is known is not shown.
            guard let state = channels[channel] else { return true }
            guard state.decided >= end else { return false }
            passOn(text, channel, at: time, pass)
        case .picture(let declaration, let bytes, let time):
            guard waiting[declaration.n] == nil else { return false }
            passOn(declaration, bytes, at: time, pass)
        }
        return true
    }

    // MARK: What goes out

    private func passOn(
        _ text: StepText, _ channel: Channel, at time: Int?, _ pass: (FilteredRecord) -> Void
    ) {
        guard let (stored, rules) = channels[channel]?.handOut(text.text, replacement: redactor.replacement) else {
            return
        }
        if stored == text.text {
            pass(FilteredRecord(.stepText(text), time: time))
        } else {
            var text = text
            text.text = stored
            if !stored.isEmpty { pass(FilteredRecord(.stepText(text), time: time)) }
        }
        report(rules, at: time, agent: text.agent, step: text.step, pass)
    }

    private func passOn(_ record: FilteredRecord, _ pass: (FilteredRecord) -> Void) {
        let moved = record.body.movingSpans { agent, span in
            self.channels[Channel(agent: agent, step: span.step, name: span.channel)]?.moved(span.bytes) ?? span.bytes
        }
        do {
            let body = try texts.redact(moved)
            pass(FilteredRecord(body, time: record.time))
        } catch {
            // Nothing of what cannot be looked at is stored; the recorder says which ordinals are missing.
            pass(FilteredRecord(.gap(Gap(reason: .filter, note: "redaction failed", events: 1)), time: record.time))
            return
        }
        report(texts.rules, at: record.time, pass)
        if case .stepEnd(let end) = record.body {
            // Ranges of a text that was not changed need no map.
            for (channel, state) in channels where channel.agent == end.agent && channel.step == end.step {
                if !state.isChanged { channels[channel] = nil }
            }
        }
    }

    private func passOn(
        _ declaration: ImageDeclaration, _ bytes: [UInt8], at time: Int?, _ pass: (FilteredRecord) -> Void
    ) {
        var declaration = declaration
        var stored: [UInt8]?
        var remark: EventBody?
        switch paint.cover(of: declaration.n) {
        case nil: stored = bytes
        case .boxes(let boxes, let rule):
            if let painted = try? redactor.painter.redact(bytes, media: declaration.media, boxes: boxes) {
                (stored, declaration.media) = (painted.bytes, painted.media)
                declaration.bytes = painted.bytes.count
                declaration.orientation = nil
                remark = redaction("pixels", rule: rule, image: declaration.n, regions: boxes, count: boxes.count)
            } else {
                let reason = "redacted: it could not be painted over"
                declaration.elided = reason
                paint.set(.whole(reason: reason), of: declaration.n)
            }
        case .whole(let reason): declaration.elided = reason
        }
        if declaration.elided != nil {
            declaration.bytes = nil
            remark = redaction("image", rule: declaration.elided, image: declaration.n, count: 1)
        }
        // A declaration without a digest is not whole; the recorder gives it the one of what is stored.
        if stored != nil { declaration.digest = .zero }
        do {
            guard case .image(var clean) = try texts.redact(.image(declaration)) else { return }
            clean.digest = nil
            pass(FilteredRecord(.image(clean), time: time, image: stored))
        } catch {
            let bare = ImageDeclaration(
                n: declaration.n, origin: declaration.origin, elided: "redacted: redaction failed")
            return pass(FilteredRecord(.image(bare), time: time))
        }
        report(texts.rules, at: time, image: declaration.n, pass)
        if let remark { pass(FilteredRecord(remark, time: time)) }
    }

    // MARK: Saying so

    private func report(
        _ rules: [Int?], at time: Int?, agent: Int? = nil, step: Int? = nil, image: Int? = nil,
        _ pass: (FilteredRecord) -> Void
    ) {
        guard !rules.isEmpty else { return }
        var counts: [(name: String, count: Int)] = []
        for rule in rules {
            let name = rule.map { redactor.machine.names[$0] } ?? "undecided"
            if let index = counts.firstIndex(where: { $0.name == name }) {
                counts[index].count += 1
            } else {
                counts.append((name, 1))
            }
        }
        for (name, count) in counts {
            let body = redaction("text", rule: name, agent: agent, step: step, image: image, count: count)
            pass(FilteredRecord(body, time: time))
        }
    }

    private func redaction(
        _ kind: String, rule: String?, agent: Int? = nil, step: Int? = nil, image: Int? = nil, regions: [Box] = [],
        count: Int? = nil
    ) -> EventBody {
        .redaction(
            Redaction(
                kind: kind, by: redactor.name, rule: rule, agent: agent, step: step, image: image, regions: regions,
                count: count))
    }
}
