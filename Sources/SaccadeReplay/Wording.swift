import Saccade

// How rules print numbers and places, the same everywhere.

/// Returns a number with at most three decimals, whole ones without a point.
func number(_ value: Double) -> String {
    guard value.isFinite, value.magnitude < 1e15 else { return "\(value)" }
    let thousandths = (value * 1000).rounded() / 1000
    if let whole = Int(exactly: thousandths) { return "\(whole)" }
    return "\(thousandths)"
}

/// Returns a box as `[left, top, right, bottom]`.
func place(_ box: Box) -> String {
    "[\(number(box.x0)), \(number(box.y0)), \(number(box.x1)), \(number(box.y1))]"
}

/// Returns a point as `[x, y]`.
func place(_ point: Point) -> String { "[\(number(point.x)), \(number(point.y))]" }

/// Returns the name of something of an agent as `3 of agent 1`.
func name(_ ordinal: ScopedOrdinal) -> String { "\(ordinal.n) of agent \(ordinal.agent)" }

/// Returns a size as `640×480`.
func size(_ size: PixelSize?) -> String { size.map(\.description) ?? "unknown size" }

extension Box {
    /// Whether no edge is further from the other box's than a distance in pixels.
    func isClose(to other: Box, within distance: Double) -> Bool {
        (x0 - other.x0).magnitude <= distance && (y0 - other.y0).magnitude <= distance
            && (x1 - other.x1).magnitude <= distance && (y1 - other.y1).magnitude <= distance
    }
}
