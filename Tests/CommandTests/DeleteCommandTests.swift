import Testing

/// `delete`, as a user runs it.
@Suite struct DeleteCommandTests {
    @Test func `a trace is taken out of a segment, and what cannot be done is said`() throws {
        let folder = try TemporaryFolder()
        let segment = folder.file("runs.mcap")
        let ids = Array(TraceChoiceTests.ids.prefix(2))
        for (number, id) in ids.enumerated() {
            let written = try Command.saccade(
                "convert", "-", "-o", folder.file("\(number).jsonl"), input: TraceChoiceTests.trace(id))
            #expect(written.status == 0)
        }
        let bundle = try Command.saccade("bundle", folder.file("0.jsonl"), folder.file("1.jsonl"), "-o", segment)
        #expect(bundle.status == 0, "\(bundle.errors)")
        let deleted = try Command.saccade("delete", "--trace", ids[0], segment)
        #expect(deleted.status == 0 && deleted.errors.contains("taken out"), "\(deleted.errors)")
        #expect(try Command.saccade("convert", segment, "-o", "-").text == TraceChoiceTests.trace(ids[1]))
        let missing = try Command.saccade("delete", "--trace", ids[0], segment)
        #expect(missing.status == 2 && missing.errors.contains("found none"))
        #expect(try Command.saccade("delete", "--trace", ids[0], folder.file("0.jsonl")).status == 64)
        #expect(try Command.saccade("delete", segment).status == 64)
    }
}
