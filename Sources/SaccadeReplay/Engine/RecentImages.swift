/// A value for each of the first and each of the latest images.
///
/// What a rule compares lies close together, or goes back to an input; between them images are let go, so that memory does
/// not grow with the trace.
struct RecentImages<Value> {
    private var values: [Int: Value] = [:]
    private var order: [Int] = []
    private var oldest = 0

    /// How many of the first images are kept for good, and how many of the latest ones.
    private static var most: Int { 4096 }

    /// Returns the value of an image, or `nil` if it has none or was let go.
    subscript(image: Int) -> Value? { values[image] }

    /// Keeps a value.
    mutating func keep(_ value: Value, of image: Int) {
        guard values.updateValue(value, forKey: image) == nil, image >= Self.most else { return }
        order.append(image)
        guard order.count - oldest > Self.most else { return }
        values[order[oldest]] = nil
        oldest += 1
        if oldest == Self.most {
            order.removeFirst(oldest)
            oldest = 0
        }
    }
}
