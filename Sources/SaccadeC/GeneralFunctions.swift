import CLastError

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Returns the version of the library, as `0.1.0`; the text stays where it is.
@c(saccade_version)
public func version() -> UnsafePointer<CChar> {
    let version: StaticString = "0.1.0"
    return UnsafeRawPointer(version.utf8Start).assumingMemoryBound(to: CChar.self)
}

/// Returns the message of the last call that failed in this thread: what was expected and what was found.
///
/// The text stays valid until the next call fails in this thread. It is empty before the first.
@c(saccade_last_error)
public func lastError() -> UnsafePointer<CChar> { last_error_get() }

/// Gives back memory that a function of this library has given out; NULL is allowed.
@c(saccade_free)
public func free(memory: UnsafeMutableRawPointer?) {
    #if canImport(Glibc)
    Glibc.free(memory)
    #elseif canImport(Darwin)
    Darwin.free(memory)
    #endif
}

/// Returns how many of the bytes are whole characters of UTF-8, so that the rest can wait for the bytes that follow.
///
/// Models give out tokens that end in the middle of a character; at most 3 bytes are left over. Bytes that are no UTF-8
/// at all are counted as whole: the call that records them says what is wrong.
@c(saccade_whole_text)
public func wholeText(text: UnsafePointer<CChar>?, size: UInt) -> Int64 {
    result {
        let bytes = try buffer(UnsafeRawPointer(text), size, "text")
        for back in 1...3 where back <= bytes.count {
            let byte = bytes[bytes.count - back]
            if byte & 0xC0 == 0x80 { continue }
            let length = byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
            return length > back ? bytes.count - back : bytes.count
        }
        return bytes.count
    }
}
