import Saccade

/// One thing that a model said: what texts of every dialect are turned into.
enum Saying: Sendable {
    case reasoning(String, TextForm)
    case output(String)
    indirect case call(WrittenCall)
    indirect case place(WrittenPlace)
    /// An image that the model made, with a further name for it.
    case image(String, String?)
    /// An answer; whether its words stand in an output before it.
    case answer(String, isQuoted: Bool)
    /// An answer that the record states apart from any text.
    case stated(String)
    case remark(Remark)

    /// Reasoning in the model's own words.
    static func reasoning(_ text: String) -> Saying { .reasoning(text, .verbatim) }
}
