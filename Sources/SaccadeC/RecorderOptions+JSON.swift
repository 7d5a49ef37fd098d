import Saccade
import SaccadeRecorder

extension RecorderOptions {
    /// Reads options; a key that is not known is an error, because a misspelt one would silently do nothing.
    init(members: [JSONMember]) throws(Failure) {
        self.init()
        for member in members {
            let option = Option(member, in: "options")
            switch member.key {
            case "name": name = try option.text()
            case "program":
                recorder = Recorder(
                    name: try option.member("name").text(), version: try option.member("version").text())
            case "mode": mode = try option.mode()
            case "memoryLimit": memoryLimit = try option.count()
            case "maximumTraces": maximumTraces = try option.count()
            case "heldLimit": heldLimit = try option.count()
            case "sampling":
                try option.keys("rate", "keepsFailures")
                sampling = TraceSampling(
                    rate: try option.optional("rate")?.number() ?? 1,
                    keepsFailures: try option.optional("keepsFailures")?.truth() ?? false)
            case "durability": durability = try option.durability()
            case "compression":
                switch try option.text() {
                case "none": segments.container.compression = .none
                case "zstd": segments.container.compression = .zstd
                case "lz4": segments.container.compression = .lz4
                default: throw option.wrong("none, zstd or lz4")
                }
            case "segments":
                try option.keys("size", "seconds")
                if let size = try option.optional("size")?.count() { segments.container.segmentSize = size }
                if let age = try option.optional("seconds")?.nanoseconds() {
                    segments.container.segmentAge = UInt64(age)
                }
            case "retention":
                try option.keys("bytes", "seconds")
                segments.retainedSize = try option.optional("bytes")?.count()
                segments.retainedAge = try option.optional("seconds")?.nanoseconds().magnitudeAsUInt64
            case "flushesAtExit": flushesAtExit = try option.truth()
            default:
                throw Failure(
                    .badArgument,
                    """
                    options: expected name, program, mode, memoryLimit, maximumTraces, heldLimit, sampling, durability, \
                    compression, segments, retention or flushesAtExit, found "\(member.key)"
                    """)
            }
        }
    }
}

extension Int {
    fileprivate var magnitudeAsUInt64: UInt64 { UInt64(magnitude) }
}

/// A value of a JSON object that a caller gave, and what it is called in messages.
struct Option {
    let value: JSONValue
    let name: String

    init(_ member: JSONMember, in argument: String) {
        value = member.value
        name = "\(argument) \"\(member.key)\""
    }

    private init(_ value: JSONValue, _ name: String) {
        self.value = value
        self.name = name
    }

    func wrong(_ expected: String) -> Failure {
        Failure(.badArgument, "\(name): expected \(expected), found \(value.canonicalText)")
    }

    func text() throws(Failure) -> String {
        guard let text = value.string else { throw wrong("a string") }
        return text
    }

    func number() throws(Failure) -> Double {
        guard let number = value.number else { throw wrong("a number") }
        return number
    }

    func truth() throws(Failure) -> Bool {
        guard let truth = value.bool else { throw wrong("true or false") }
        return truth
    }

    func count() throws(Failure) -> Int {
        guard let count = value.integer, count >= 0 else { throw wrong("a whole number of at least 0") }
        return count
    }

    func nanoseconds(perUnit unit: Double = 1e9) throws(Failure) -> Int {
        guard let number = value.number, number >= 0, let time = Int(exactly: (number * unit).rounded()) else {
            throw wrong("a time of at least 0")
        }
        return time
    }

    /// A list of texts.
    func texts() throws(Failure) -> [String] {
        guard let values = value.array else { throw wrong("a list of strings") }
        var texts: [String] = []
        for value in values {
            guard let text = value.string else { throw wrong("a list of strings") }
            texts.append(text)
        }
        return texts
    }

    /// The member of an object that must be there.
    func member(_ key: String) throws(Failure) -> Option {
        guard let member = try optional(key) else { throw wrong("an object with \"\(key)\"") }
        return member
    }

    /// The member of an object, or `nil`.
    func optional(_ key: String) throws(Failure) -> Option? {
        guard value.object != nil else { throw wrong("an object") }
        return value[key].map { Option($0, "\(name) \"\(key)\"") }
    }

    /// Refuses an object with other members.
    func keys(_ known: String...) throws(Failure) {
        guard let members = value.object else { throw wrong("an object") }
        if let other = members.first(where: { !known.contains($0.key) }) {
            throw Failure(.badArgument, "\(name): expected \(known.joined(separator: " or ")), found \"\(other.key)\"")
        }
    }

    func mode() throws(Failure) -> RecordMode {
        switch value.string {
        case "never-block": return .neverBlock
        case "must-keep": return .mustKeep
        case nil where value.object != nil:
            try keys("block")
            return .block(maxWait: try member("block").nanoseconds(perUnit: 1e6))
        default: throw wrong("never-block, must-keep or {\"block\": milliseconds}")
        }
    }

    func durability() throws(Failure) -> Durability {
        switch value.string {
        case "at-end": return .atEnd
        case "always": return .always
        case nil where value.object != nil:
            try keys("seconds", "bytes")
            return .grouped(
                every: try optional("seconds")?.nanoseconds() ?? 1_000_000_000,
                bytes: try optional("bytes")?.count() ?? 8 << 20)
        default: throw wrong("at-end, always or {\"seconds\": …, \"bytes\": …}")
        }
    }
}
