import Saccade

/// The forms in which a report can be printed.
public enum ReportFormat: String, Sendable, Hashable, CaseIterable {
    /// Text for a person.
    case text
    /// JSON of the form `saccade-report/1`.
    case json
    /// SARIF 2.1.0, which code hosts and editors show.
    case sarif
    /// JUnit XML, which build servers show.
    case junit
    /// Workflow commands of GitHub Actions: a remark at each line.
    case github
}

extension [Report] {
    /// Returns reports of several files in a form; those of text and GitHub one after another, the others as one document.
    public func text(as format: ReportFormat, perRule: Int = 3, maximum: Int? = nil) -> String {
        switch format {
        case .text: map { $0.text(perRule: perRule, maximum: maximum) }.joined()
        case .json: map { $0.json.canonicalText + "\n" }.joined()
        case .sarif: sarif.prettyText
        case .junit: junit
        case .github: map { $0.githubAnnotations(maximum: maximum) }.joined()
        }
    }
}
