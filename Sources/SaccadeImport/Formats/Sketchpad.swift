import Saccade

extension RecordFormat {
    /// Logs of Visual Sketchpad and ReFocus.
    public static let sketchpad = RecordFormat(
        name: "sketchpad",
        summary:
            "logs of Visual Sketchpad and ReFocus: messages in the dialect THOUGHT, ACTION with code, OBSERVATION, ANSWER",
        notes: """
            The code of an ACTION is a call of `python`, the message after it its result. Only what the model said is read \
            in the dialect: the examples of the prompt are not steps, and an OBSERVATION that the model wrote itself is words with \
            a remark. Beside the record `ex.json` or `example.json` has the right answer and `usage_summary.json` the model; \
            pictures that no message holds are compared by their pixels, and a drawing that the model never received is declared \
            as such. The focus tools of ReFocus name columns, rows and values, whose boxes are 0 to 1 in a variable: `bbox.json` \
            beside the record holds it, else each name is a place that says so. The picture that comes back is the image, drawn on.
            """,
        examples: SketchpadExamples.all,
        detect: { record in record.contents?.said.contains { SketchpadText.isSpoken(in: $0) } ?? false },
        read: { record in
            var conversation = RecordFormat.openAIMessages.read(record)
            conversation.dialect = .sketchpad
            FolderCompanions(folder: record.folder).complete(&conversation)
            return conversation
        })
}
