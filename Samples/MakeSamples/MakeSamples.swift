import Saccade

/// Draws the images of the samples and writes their traces.
///
///     swift run make-samples [FOLDER]
@main
struct MakeSamples {
    /// The samples by their names.
    static let samples: [(name: String, make: @Sendable () throws -> TraceScript)] = [
        ("receipt", ReceiptStory.make), ("chart", ChartStory.make), ("transit", TransitStory.make),
        ("checkout-wrong", CheckoutStory.make),
    ]

    /// Writes all samples into a folder.
    static func write(to folder: String, storage: any Storage = FileStorage()) throws {
        try storage.createFolder(folder)
        for (name, make) in samples {
            try make().write(to: StoragePath.join(folder, name + ".jsonl"), storage: storage)
        }
    }

    static func main() throws {
        let folder = CommandLine.arguments.dropFirst().first ?? "Samples/Traces"
        guard !folder.hasPrefix("-") else { return print("usage: swift run make-samples [FOLDER]") }
        try write(to: folder)
    }
}
