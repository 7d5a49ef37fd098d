/// One thing that a model said: what texts of every dialect are turned into.
enum Saying: Sendable {
    case reasoning(String)
    case output(String)
    case call(WrittenCall)
    /// An answer; whether its words stand in an output before it.
    case answer(String, isQuoted: Bool)
    case remark(Remark)
}
