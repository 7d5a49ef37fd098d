import Saccade

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

// What C gives is not believed: each of these says what was expected, instead of reading what is not there.

/// Returns a text that ends with 0, or `nil` for NULL.
func text(_ pointer: UnsafePointer<CChar>?, _ name: String) throws(Failure) -> String? {
    guard let pointer else { return nil }
    guard let text = String(validatingCString: pointer) else {
        throw Failure(.badArgument, "\(name): expected UTF-8, found other bytes")
    }
    return text
}

/// Returns a text that must be there.
func required(_ pointer: UnsafePointer<CChar>?, _ name: String) throws(Failure) -> String {
    guard let text = try text(pointer, name) else {
        throw Failure(.badArgument, "\(name): expected a text, found NULL")
    }
    return text
}

/// Returns a text of a number of bytes, which may hold any character; NULL is the empty one.
func text(_ pointer: UnsafePointer<CChar>?, _ size: UInt, _ name: String) throws(Failure) -> String {
    let bytes = try buffer(UnsafeRawPointer(pointer), size, name)
    guard let text = String(validating: bytes, as: UTF8.self) else {
        throw Failure(
            .badArgument, "\(name): expected UTF-8 of whole characters (see saccade_whole_text), found other bytes")
    }
    return text
}

/// Returns bytes where they lie.
func buffer(
    _ pointer: UnsafeRawPointer?, _ size: UInt, _ name: String
) throws(Failure) -> UnsafeBufferPointer<UInt8> {
    try elements(pointer?.assumingMemoryBound(to: UInt8.self), size, name)
}

/// Returns an array where it lies.
func elements<T>(
    _ pointer: UnsafePointer<T>?, _ count: UInt, _ name: String
) throws(Failure) -> UnsafeBufferPointer<T> {
    guard count > 0 else { return UnsafeBufferPointer(start: nil, count: 0) }
    guard let pointer else { throw Failure(.badArgument, "\(name): expected \(count) elements, found NULL") }
    let whole = UInt(Int.max) / UInt(MemoryLayout<T>.stride)
    guard count <= whole else {
        throw Failure(.badArgument, "\(name): expected at most \(whole) elements, found \(count)")
    }
    return UnsafeBufferPointer(start: pointer, count: Int(count))
}

/// Returns four numbers.
func box(_ pointer: UnsafePointer<Double>?, _ name: String) throws(Failure) -> Box {
    guard let pointer else { throw Failure(.badArgument, "\(name): expected 4 numbers, found NULL") }
    let box = Box(x0: pointer[0], y0: pointer[1], x1: pointer[2], y1: pointer[3])
    guard box.x0.isFinite, box.y0.isFinite, box.x1.isFinite, box.y1.isFinite else {
        throw Failure(
            .badArgument, "\(name): expected finite numbers, found \(box.x0), \(box.y0), \(box.x1), \(box.y1)")
    }
    return box
}

/// Returns an ordinal.
func ordinal(_ value: Int64, _ name: String) throws(Failure) -> Int {
    guard let n = Int(exactly: value), n >= 0 else {
        throw Failure(.badArgument, "\(name): expected an ordinal, found \(value)")
    }
    return n
}

/// Returns an ordinal that may be left out.
func optional(_ value: Int64, _ name: String) throws(Failure) -> Int? {
    value == Status.none.rawValue ? nil : try ordinal(value, name)
}

/// Returns the members of a JSON object; NULL is the empty one.
func members(_ pointer: UnsafePointer<CChar>?, _ name: String) throws(Failure) -> [JSONMember] {
    guard let text = try text(pointer, name) else { return [] }
    let value = try reading(name) { () throws(TraceError) in try JSONValue(parsing: text) }
    guard let members = value.object else {
        throw Failure(.badArgument, "\(name): expected a JSON object, found \(value.kindName)")
    }
    return members
}

/// Gives bytes to the caller in memory that ``free(memory:)`` takes back, with a 0 behind them.
func give(
    _ bytes: some Collection<UInt8>, to place: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, _ name: String,
    size: UnsafeMutablePointer<UInt>? = nil
) throws(Failure) {
    guard let place else { throw Failure(.badArgument, "\(name): expected a place for a pointer, found NULL") }
    guard let memory = malloc(bytes.count + 1) else {
        throw Failure(.limit, "expected memory for \(bytes.count) bytes, found none")
    }
    let target = UnsafeMutableBufferPointer(
        start: memory.assumingMemoryBound(to: UInt8.self), count: bytes.count + 1)
    let (_, end) = target.update(from: bytes)
    target[end] = 0
    place.pointee = memory.assumingMemoryBound(to: CChar.self)
    size?.pointee = UInt(bytes.count)
}
