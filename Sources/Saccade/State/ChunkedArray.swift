/// An array in pieces of 256 elements, for a state that is noted down again and again while it grows.
///
/// A copy shares all pieces with its original and costs one reference. Whichever of the two is changed next copies the list
/// of pieces and the one piece that the change touches, and not the rest. What is open to inlining is so because other
/// modules look at elements in their inner loops.
public struct ChunkedArray<Element> {
    /// The number of bits of a position within a piece.
    @usableFromInline static var bits: Int { 8 }
    /// The pieces; all but the last are full.
    @usableFromInline var pieces: [[Element]] = []
    /// The number of elements.
    @usableFromInline var length = 0

    /// Creates an array without elements.
    @inlinable public init() {}

    /// Creates an array of elements.
    @inlinable public init(_ elements: some Sequence<Element>) {
        append(contentsOf: elements)
    }

    /// Adds an element at the end.
    @inlinable public mutating func append(_ element: Element) {
        if length & (1 << Self.bits - 1) == 0 {
            var piece: [Element] = []
            // A short array stays small; of a long one, each piece will be full.
            if length > 0 { piece.reserveCapacity(1 << Self.bits) }
            pieces.append(piece)
        }
        pieces[length >> Self.bits].append(element)
        length += 1
    }

    /// Adds elements at the end.
    @inlinable public mutating func append(contentsOf elements: some Sequence<Element>) {
        for element in elements { append(element) }
    }
}

extension ChunkedArray: RandomAccessCollection, MutableCollection {
    /// The position of the first element.
    @inlinable public var startIndex: Int { 0 }
    /// The number of elements.
    @inlinable public var endIndex: Int { length }
    /// The number of elements.
    @inlinable public var count: Int { length }

    /// The element at a position from 0 to `count - 1`; any other is a programmer's mistake, as in an array.
    @inlinable public subscript(position: Int) -> Element {
        // Yields instead of returning: a copy of a large element would count all its references up and down.
        _read { yield pieces[position >> Self.bits][position & (1 << Self.bits - 1)] }
        _modify { yield &pieces[position >> Self.bits][position & (1 << Self.bits - 1)] }
    }
}

extension ChunkedArray: ExpressibleByArrayLiteral {
    /// Creates an array of the elements of a literal.
    @inlinable public init(arrayLiteral elements: Element...) { self.init(elements) }
}

extension ChunkedArray: Sendable where Element: Sendable {}
extension ChunkedArray: Equatable where Element: Equatable {
    /// Whether two arrays have equal elements in the same order.
    @inlinable public static func == (a: ChunkedArray, b: ChunkedArray) -> Bool { a.elementsEqual(b) }
}
