extension RecordFormat {
    /// The records of the examples, for tests that damage them.
    package var exampleRecords: [String] { examples.map(\.record) }
}

extension ModelFamily {
    /// The texts of the examples, for tests that damage them.
    package var exampleTexts: [String] { examples.map(\.text) }
}
