extension Importer {
    /// The formats that can be read, in the order in which they are tried: the more particular ones first.
    public static let formats: [RecordFormat] = [
        .otlp, .atif, .openCUA, .osWorld, .miniO3, .verlRollouts, .pixelReasoner, .thyme, .visualCoT, .vStar,
        .treeBench,
        .cogCoM, .octotools, .octotoolsLog, .taco, .sketchpad, .uiTARS, .anthropic, .openAIResponses, .qwenAgent,
        .imagePlaceholders, .openAIMessages, .transcript, .generic,
    ]
}
