import Saccade
import SaccadeImport

extension FuzzTarget {
    /// Records of any format, told by themselves.
    ///
    /// Each trace that comes out must be read again and be without misfits.
    static let importer = FuzzTarget(
        name: "importer", title: "records of other programs", longest: 1 << 14,
        words: [
            "\"role\":\"user\"", "\"role\":\"assistant\"", "\"content\":", "\"messages\":", "\"conversations\":",
            "\"images\":",
            "\"tool_calls\":", "\"type\":\"image_url\"", "\"bbox_2d\":", "<image>", "<think>", "</think>",
            "<tool_call>",
            "</tool_call>", "<tool_response>", "<answer>", "```python", "```", "image_to_crop", "[12, 34, 56, 78]",
        ],
        seeds: { Importer.formats.flatMap(\.exampleRecords).map { Array($0.utf8) } },
        run: { bytes in
            let storage = MemoryStorage()
            storage["record.json"] = bytes
            storage["records.jsonl"] = bytes
            for (path, output) in [("record.json", "a.jsonl"), ("records.jsonl", "b.jsonl")] {
                let importer = Importer(options: ImportOptions(), storage: storage)
                guard (try? importer.importRecords(path: path, to: output)) != nil else { continue }
                try requireWhole(output, in: storage)
            }
        })

    /// Plain output of models: the first byte chooses the family, the rest is its text.
    static let families = FuzzTarget(
        name: "families", title: "texts of model families", longest: 1 << 12,
        words: [
            "<|box_start|>", "<|box_end|>", "<|object_ref_start|>", "<loc_0123>", "<loc0123>", "<patch_index_0044>",
            "<box>",
            "</box>", "<point x=\"10.5\" y=\"20\">", "<points x1=\"", "[[12, 34, 56, 78]]", "<|det|>", "<|/det|>",
            "<|begin_of_box|>", "click(start_box='(197,525)')", "\"bbox_2d\": [", "\"point_2d\": [",
            "(0.1, 0.2), (0.3, 0.4)",
        ],
        seeds: {
            ModelFamily.all.enumerated().flatMap { number, family in
                family.exampleTexts.map { [UInt8(number)] + Array($0.utf8) }
            }
        },
        run: { bytes in
            guard let first = bytes.first else { return }
            let storage = MemoryStorage()
            storage["output.txt"] = Array(bytes.dropFirst())
            let options = ImportOptions(
                family: ModelFamily.all[Int(first) % ModelFamily.all.count], pictures: ["p.png"])
            guard
                (try? Importer(options: options, storage: storage).importRecords(path: "output.txt", to: "a.jsonl"))
                    != nil
            else { return }
            try requireWhole("a.jsonl", in: storage)
        })

    /// Requires that every event of a log can be read and fits.
    private static func requireWhole(_ path: String, in storage: MemoryStorage) throws {
        let reader = try TraceReader(path: path, storage: storage)
        var structure = LogStructure()
        while let entry = try reader.next() {
            if entry.index == 0 { structure = LogStructure() }
            if let misfit = structure.misfit(of: entry.event) {
                throw BrokenPromise("event \(entry.index) of the imported trace does not fit: \(misfit.message)")
            }
            structure.apply(entry.event)
        }
    }
}
