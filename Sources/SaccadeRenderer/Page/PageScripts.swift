import Saccade

extension StoryboardPage {
    /// The scripts of all text on the page.
    var scripts: ScriptSet {
        var result: ScriptSet = []
        func add(_ texts: String...) {
            for text in texts { result.formUnion(ScriptSet(of: text)) }
        }
        func add(_ picture: Picture) {
            add(picture.caption)
            if case .absent(_, let reason) = picture.content { add(reason) }
            for inset in picture.insets { add(inset.caption) }
            for region in picture.regions {
                add(region.number, region.label)
                switch region.shape {
                case .invalid(let reason): add(reason)
                case .mark(let id, _): add(id)
                default: break
                }
            }
        }
        add(title, footerLeading, footerTrailing)
        for text in subtitle { add(text) }
        for badge in badges { add(badge.text) }
        for lane in lanes { add(lane.name, lane.detail) }
        for link in links { add(link.label ?? "") }
        for panel in panels {
            add(panel.number, panel.kind, panel.title, panel.meta, panel.agent?.name ?? "", panel.agent?.detail ?? "")
            for block in panel.blocks { add(block.label, block.text.text) }
            for call in panel.calls {
                add(call.name, call.note, call.written, call.resolved, call.badge?.text ?? "", call.failure ?? "")
                add(call.result ?? "")
            }
            for passage in panel.passages { add(passage.agent.name) }
            for note in panel.notes { add(note.rule, note.text) }
            for mark in panel.evidence { add(mark.number) }
            if let picture = panel.picture { add(picture) }
        }
        for picture in pictures { add(picture) }
        return result
    }
}
