extension String {
    /// Returns the JSON pointer of an element of what this one points to.
    func pointer(to index: Int) -> String { pointer(to: String(index)) }

    /// Returns the JSON pointer of a member of what this one points to, whose key holds neither `~` nor `/`.
    func pointer(to key: String) -> String {
        // In one piece of memory: there is a pointer for every part of a message.
        var (list, key) = (self, key)
        return list.withUTF8 { list in
            key.withUTF8 { key in
                String(unsafeUninitializedCapacity: list.count + 1 + key.count) { pointer in
                    _ = pointer.update(fromContentsOf: list)
                    pointer[list.count] = UInt8(ascii: "/")
                    _ = pointer[(list.count + 1)...].update(fromContentsOf: key)
                    return list.count + 1 + key.count
                }
            }
        }
    }
}
