/// The fields of a map: rows of coefficients, as whole numbers over one denominator where the map is exact.
private struct PlaneMapFields: FieldGroup, Hashable {
    var rows: [[Double]] = []
    var over: Int?

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("rows", &rows, "two rows of three coefficients, or three for a projective map")
        try coder.optional("over", &over, "denominator of the coefficients, which are then whole and the map exact")
    }
}

extension PlaneMap: FieldValue {
    static func decode(_ reader: inout ValueReader) throws(TraceError) -> PlaneMap {
        let start = reader
        let fields = try PlaneMapFields.decode(&reader)
        let coefficients = fields.rows.flatMap { $0 }
        guard fields.rows.allSatisfy({ $0.count == 3 }), (2...3).contains(fields.rows.count) else {
            throw start.invalid("expected a map of two or three rows of three coefficients")
        }
        guard let over = fields.over else {
            let map = fields.rows.count == 3 ? PlaneMap(projective: coefficients) : PlaneMap(affine: coefficients)
            guard let map else { throw start.invalid("expected finite coefficients") }
            return map
        }
        guard over > 0, fields.rows.count == 2 else {
            throw start.invalid("expected two rows over a denominator of at least 1")
        }
        var exact: [Rational] = []
        for coefficient in coefficients {
            guard let numerator = Int64(exactly: coefficient), let entry = Rational(numerator, over: Int64(over)) else {
                throw start.invalid("expected whole numbers over a denominator, found \(coefficient)")
            }
            exact.append(entry)
        }
        return PlaneMap(.exact(exact))
    }

    func encode(into emitter: inout JSONEmitter) {
        var fields = PlaneMapFields()
        let m = square
        fields.rows = [Array(m[0..<3]), Array(m[3..<6])]
        switch storage {
        case .affine: break
        case .projective: fields.rows.append(Array(m[6..<9]))
        case .exact(let entries):
            if let (numerators, denominator) = PlaneMap.commonDenominator(entries) {
                fields.rows = [numerators[0..<3].map(Double.init), numerators[3..<6].map(Double.init)]
                fields.over = denominator
            }
        }
        fields.encode(into: &emitter)
    }

    /// Returns the entries as whole numbers over one denominator, if JSON can carry them.
    private static func commonDenominator(_ entries: [Rational]) -> (numerators: [Int], denominator: Int)? {
        var denominator: Int64 = 1
        for entry in entries {
            guard let step = Rational(entry.denominator, over: denominator) else { return nil }
            let (next, overflow) = denominator.multipliedReportingOverflow(by: step.numerator)
            guard !overflow, next <= Int64(Int.largest) else { return nil }
            denominator = next
        }
        var numerators: [Int] = []
        for entry in entries {
            let (numerator, overflow) = entry.numerator.multipliedReportingOverflow(by: denominator / entry.denominator)
            guard !overflow, numerator.magnitude <= UInt64(Int.largest) else { return nil }
            numerators.append(Int(numerator))
        }
        return (numerators, Int(denominator))
    }

    static func schema(_ definitions: inout SchemaDefinitions) -> JSONValue {
        definitions.reference(to: PlaneMapFields.self)
    }

    static var typeName: String { "PlaneMap" }
}
