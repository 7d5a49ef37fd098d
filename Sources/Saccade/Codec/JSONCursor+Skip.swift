extension JSONCursor {
    /// Steps over one value of any kind, checking it whole: syntax, UTF-8, depth and duplicate keys.
    ///
    /// - Parameter depth: How many objects and arrays stand around the value.
    mutating func skipValue(depth: Int) throws(TraceError) {
        let byte = current
        if byte == UInt8(ascii: "[") {
            try skipArrayOfScalars(depth: depth)
        } else if byte == UInt8(ascii: "{") {
            try skipNested(depth: depth)
        } else {
            try skipScalar()
        }
    }

    /// Steps over an array; the common one that holds only scalars needs no memory.
    private mutating func skipArrayOfScalars(depth: Int) throws(TraceError) {
        let start = position
        guard depth < limits.depth else { throw tooDeep() }
        position += 1
        skipWhitespace()
        if current == UInt8(ascii: "]") {
            position += 1
            return
        }
        while true {
            if current == UInt8(ascii: "[") || current == UInt8(ascii: "{") {
                position = start
                return try skipNested(depth: depth)
            }
            try skipScalar()
            skipWhitespace()
            if current == UInt8(ascii: ",") {
                position += 1
                skipWhitespace()
            } else if current == UInt8(ascii: "]") {
                position += 1
                return
            } else {
                throw malformed("expected ',' or ']', found \(found())")
            }
        }
    }

    func tooDeep() -> TraceError {
        TraceError(
            .limitExceeded, "expected at most \(limits.depth) objects and arrays inside each other", offset: position)
    }

    /// Steps over an object or an array with anything inside, keeping the open containers on a stack of its own.
    @inline(never) private mutating func skipNested(depth: Int) throws(TraceError) {
        var open: [KeySet?] = []
        while true {
            // A value is due here.
            skipWhitespace()
            switch current {
            case UInt8(ascii: "{"):
                guard depth + open.count < limits.depth else { throw tooDeep() }
                position += 1
                skipWhitespace()
                if current == UInt8(ascii: "}") {
                    position += 1
                } else {
                    var keys = KeySet()
                    try skipKey(into: &keys)
                    open.append(keys)
                    continue
                }
            case UInt8(ascii: "["):
                guard depth + open.count < limits.depth else { throw tooDeep() }
                position += 1
                skipWhitespace()
                if current == UInt8(ascii: "]") {
                    position += 1
                } else {
                    open.append(nil)
                    continue
                }
            default:
                try skipScalar()
            }
            // A value has ended: close what ends with it.
            closing: while true {
                guard let last = open.indices.last else { return }
                skipWhitespace()
                if current == UInt8(ascii: ",") {
                    position += 1
                    skipWhitespace()
                    if var keys = open[last] {
                        open[last] = KeySet()
                        try skipKey(into: &keys)
                        open[last] = keys
                    }
                    break closing
                }
                let isObject = open[last] != nil
                guard current == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
                    throw malformed("expected ',' or '\(isObject ? "}" : "]")', found \(found())")
                }
                position += 1
                if let keys = open[last] { try keys.checkUnique(in: self) }
                open.removeLast()
            }
        }
    }

    /// Steps over a key and its colon.
    ///
    /// - Parameter first: Where the keys of the object begin.
    mutating func skipKey(into keys: inout KeySet, from first: Int = 0) throws(TraceError) {
        guard current == UInt8(ascii: "\"") else {
            throw malformed("expected a key in double quotes, found \(found())")
        }
        let token = try string()
        guard keys.tokens.count &- first < limits.members else {
            throw TraceError(
                .limitExceeded, "expected at most \(limits.members) members in an object", offset: token.start)
        }
        keys.tokens.append(token)
        skipWhitespace()
        guard current == UInt8(ascii: ":") else { throw malformed("expected ':' after a key, found \(found())") }
        position += 1
    }

    /// The keys of an object, to find one that stands twice; or of objects inside each other, one after another.
    struct KeySet {
        var tokens: [StringToken] = []

        /// Throws if two keys, from one on, are the same bytes after their escapes are resolved.
        func checkUnique(in cursor: JSONCursor, from first: Int = 0) throws(TraceError) {
            guard tokens.count &- first > 1, !cursor.limits.allowsDuplicateKeys else { return }
            if tokens.count &- first <= 12 {
                for later in (first + 1)..<tokens.count {
                    for earlier in first..<later where cursor.isSame(tokens[earlier], tokens[later]) {
                        throw cursor.duplicate(tokens[later])
                    }
                }
                return
            }
            var seen = Set<[UInt8]>(minimumCapacity: tokens.count - first)
            for token in tokens[first...] where !seen.insert(cursor.unescaped(token)).inserted {
                throw cursor.duplicate(token)
            }
        }
    }

    func duplicate(_ token: StringToken) -> TraceError {
        TraceError(.duplicateKey, "expected each key once, found \"\(text(token))\" again", offset: token.start - 1)
    }

    /// Returns whether two strings are the same bytes after their escapes are resolved.
    @inline(__always) func isSame(_ a: StringToken, _ b: StringToken) -> Bool {
        if a.isEscaped || b.isEscaped { return unescaped(a) == unescaped(b) }
        guard a.end - a.start == b.end - b.start else { return false }
        for index in 0..<(a.end - a.start) where base[a.start + index] != base[b.start + index] { return false }
        return true
    }
}
