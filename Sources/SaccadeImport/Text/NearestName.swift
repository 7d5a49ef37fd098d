/// Finds the name that somebody may have meant.
enum NearestName {
    private static let longest = 64

    /// Returns the name that is nearest to another one, or `nil` if none is near.
    ///
    /// Near is what differs in a third of its letters, or holds the other one whole.
    static func of(_ name: String, among names: [String]) -> String? {
        let wanted = name.utf8.map(\.lowercased)
        guard !wanted.isEmpty, wanted.count <= longest else { return nil }
        var best: (name: String, distance: Int)?
        for candidate in names {
            let found = candidate.utf8.map(\.lowercased)
            guard !found.isEmpty, found.count <= longest else { continue }
            var distance = distance(wanted, found)
            if distance > (max(wanted.count, found.count) + 2) / 3 {
                guard min(wanted.count, found.count) >= 3,
                    found.range(of: wanted) != nil || wanted.range(of: found) != nil
                else { continue }
                // One name in the other is nearer than nothing, and further than a slip of the pen.
                distance += longest
            }
            if distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.name
    }

    /// How many letters must be changed, left out or put in to make one name of the other.
    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var row = Array(0...b.count)
        for i in a.indices {
            var diagonal = row[0]
            row[0] = i + 1
            for j in b.indices {
                let change = diagonal + (a[i] == b[j] ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(change, row[j] + 1, diagonal + 1)
            }
        }
        return row[b.count]
    }
}
