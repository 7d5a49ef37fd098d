import Foundation
import Saccade

/// Runs campaigns and writes what they found into `Docs/Campaigns.md`.
///
/// usage: saccade-campaign COMMIT DATE [NAME...]
@main
struct RunCampaigns {
    static func main() throws {
        var arguments = Array(CommandLine.arguments.dropFirst())
        if arguments.first == ProcessUse.argument { return try measure(Array(arguments.dropFirst())) }
        guard arguments.count >= 2 else {
            print("usage: saccade-campaign COMMIT DATE [NAME...]")
            return
        }
        let commit = arguments.removeFirst()
        let date = arguments.removeFirst()
        let chosen = Campaign.all.filter { arguments.isEmpty || arguments.contains($0.name) }
        guard !chosen.isEmpty else {
            print("expected campaigns of \(Campaign.all.map(\.name)), found \(arguments)")
            return
        }
        var page = CampaignPage(try existingPage())
        var holds = true
        for campaign in chosen {
            print("\(campaign.name): \(campaign.title)")
            let figures = try campaign.run(1)
            for figure in figures {
                print("  \(figure.holds ? "✔" : "✘") \(figure.work): \(figure.promise): \(figure.found)")
                if !figure.holds { holds = false }
            }
            page.set(campaign, figures, commit: commit, date: date)
        }
        try FileStorage().write(Array(page.text.utf8), to: CampaignPage.path)
        if !holds {
            print("a promise does not hold")
            exit(1)
        }
    }

    /// Does one piece of work of a campaign, in a process of its own.
    private static func measure(_ work: [String]) throws {
        switch (work.first, work.count) {
        case ("hostile", 4):
            guard let way = HostileReading(rawValue: work[1]) else { exit(64) }
            ProcessUse.serve(warmUp: { _ = way.read(work[3]) }) { way.read(work[2]) ? "said" : "silent" }
        case ("image", 3):
            guard let digest = Digest(hex: work[1]) else { exit(64) }
            try ProcessUse.serve(rounds: 9) {
                try ContainerReader(path: work[2]).blob(digest) == nil ? "missing" : "found"
            }
        default: exit(64)
        }
    }

    private static func existingPage() throws -> String? {
        guard try FileStorage().entry(CampaignPage.path) != nil else { return nil }
        return String(decoding: try FileStorage().contents(of: CampaignPage.path), as: UTF8.self)
    }
}

/// The page of all campaigns: a section each, so that one can be run again alone.
struct CampaignPage {
    static let path = "Docs/Campaigns.md"

    private var sections: [String: String] = [:]

    /// Takes the sections of an earlier page.
    init(_ text: String?) {
        for campaign in Campaign.all {
            guard let text, let begin = text.range(of: CampaignPage.begin(campaign)),
                let end = text.range(of: CampaignPage.end(campaign), after: begin.upperBound)
            else { continue }
            sections[campaign.name] = String(text[begin.upperBound..<end.lowerBound])
        }
    }

    /// Replaces the section of a campaign.
    mutating func set(_ campaign: Campaign, _ figures: [Figure], commit: String, date: String) {
        var lines = [
            "", "## \(campaign.title)", "",
            "Commit \(commit), \(date), release build; `sh Tests/Campaign/run.sh \(campaign.name)`.",
            "", "| what was done | what must come of it | found |", "|---|---|---|",
        ]
        lines += figures.map { "| \($0.work) | \($0.promise) | \($0.found.replacing("|", with: "\\|")) |" }
        sections[campaign.name] = lines.joined(separator: "\n") + "\n"
    }

    /// The whole page.
    var text: String {
        var text =
            "# Campaigns\n\nThe full figures of tests that are too long for every change, as `make campaign` found them.\n"
        for campaign in Campaign.all {
            guard let section = sections[campaign.name] else { continue }
            text += "\n\(CampaignPage.begin(campaign))\(section)\(CampaignPage.end(campaign))\n"
        }
        return text
    }

    private static func begin(_ campaign: Campaign) -> String { "<!-- campaign \(campaign.name) -->" }
    private static func end(_ campaign: Campaign) -> String { "<!-- end of \(campaign.name) -->" }
}

extension String {
    /// Returns where a text stands, from an index on.
    fileprivate func range(of text: String, after start: String.Index? = nil) -> Range<String.Index>? {
        self[(start ?? startIndex)...].firstRange(of: text)
    }
}
