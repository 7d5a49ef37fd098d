public import Saccade

extension Importer {
    /// Returns a mapping file for the records of a path, written by what the first one holds, or the one that the options
    /// name.
    ///
    /// It is JSON for ``RecordMapping/init(parsing:file:)``, to be edited first: it finds what the import of an unknown log
    /// finds, and names the spaces that fit each list of numbers.
    ///
    /// - Throws: ``/Saccade/TraceError`` as ``importRecords(path:format:to:report:)`` does.
    public func proposeMapping(path: String) throws(TraceError) -> String {
        var options = self.options
        options.record = options.record ?? 0
        options.mapping = nil
        let reader = RecordReader(options: options, storage: storage, format: .generic)
        var text: String?
        var refused: TraceError?
        try reader.walk(path) { (found) throws(TraceError) in
            guard text == nil else { return }
            switch found {
            case .failure(let error): refused = error
            case .success(let found):
                text = MappingProposal(found.record, found.setting, fits: fits(found.record, options)).text()
            }
        }
        guard let text else {
            throw refused ?? TraceError(.unknownFormat, "expected a record in \(path), found none")
        }
        return text
    }

    /// Returns the spaces under which the numbers of each group lie inside their images.
    private func fits(_ record: SourceRecord, _ options: ImportOptions) -> [String: [String]] {
        var reader = GenericReader()
        let resolver = ImageResolver(folder: record.folder.path, options: options, storage: storage)
        var plan = RecordPlanner.plan(reader.conversation(record), images: resolver)
        SpaceInference(options: options).resolve(&plan)
        var fits: [String: [String]] = [:]
        for step in plan.agents.flatMap(\.rounds).flatMap(\.steps) {
            for place in step.places where place.reading.source != .unresolved {
                let name = place.place.group ?? ""
                let rule = place.reading.rule.written
                if !(fits[name] ?? []).contains(rule) { fits[name, default: []].append(rule) }
            }
        }
        return fits
    }
}
