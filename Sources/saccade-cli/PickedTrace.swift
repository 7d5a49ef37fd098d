import Saccade
import SaccadePixels
import SaccadeRenderer
import SaccadeReplay

/// The one trace of a file or folder that a command draws.
struct PickedTrace {
    /// The file, and where it is.
    var file: TraceFile
    /// Its number in the file, from 0.
    var number: Int
    /// All that the trace says.
    var state: TraceState
    /// Which one it is, where there are others and none was asked for.
    var note: String?

    /// Checks the trace and creates its storyboard.
    ///
    /// - Parameter level: How deeply to check; `nil` for L3 where images were made from others, else L2.
    func storyboard(
        _ content: StoryboardBuilder.Options, _ drawing: StoryboardRenderer.Options, level: Level? = nil
    ) throws -> Storyboard {
        let level = level ?? (state.images.contains { $0.derivation != nil } ? .l3 : .l2)
        let checker = Checker(CheckOptions(level: level, pixels: ImagingKit()))
        // A text log on standard input has been read to its end; its check would find nothing.
        let isSpent = try file.path == "-" && file.storage.entry(file.path) == nil
        let report =
            isSpent
            ? nil
            : try checker.check(path: file.path, storage: file.storage, selecting: .number(number)).traces.first
        return Storyboard(state, images: ImageLibrary(file), report: report, options: content, drawing: drawing)
    }
}

extension TraceChoice {
    /// Finds the trace to draw: the one that was asked for, or the first; a record of another program is imported.
    ///
    /// - Parameter map: The mapping file of a record of a layout of its own.
    func pick(from trace: String, map: String? = nil) throws -> PickedTrace {
        let files: [(file: TraceFile, selector: TraceSelector?)]
        var isImported = false
        if let imported = try RecordInput.imported(trace, map: map) {
            files = [(imported, selector)]
            isImported = true
        } else {
            files = try self.files(at: [trace]).map { file in
                (TraceFile(path: file.path, storage: StandardInput()), file.selector)
            }
        }
        for (file, selector) in files {
            let path = file.path
            var picked: PickedTrace?
            let count = try file.forEach(selecting: selector) { (state) throws(TraceError) in
                if picked == nil { picked = PickedTrace(file: file, number: 0, state: state) }
            }
            guard var picked else { continue }
            Console.noteEnding(of: file)
            if case .number(let asked) = selector { picked.number = asked }
            let id = picked.state.header?.id ?? "without id"
            if case .id = selector, path != "-" { picked.number = try number(of: id, in: file) }
            if selector == nil, files.count > 1 || count > 1 {
                let others = files.count > 1 ? "\(files.count) files" : "\(count) traces"
                let name = isImported ? trace : path
                picked.note =
                    "saccade: drawn: trace \(id) of \(name), the first of \(others); --trace draws another"
                    + (isImported ? " by its number" : ", saccade info \(trace) lists them")
            }
            return picked
        }
        throw notFound(in: trace)
    }

    /// Returns the number of the first trace with an id in a file.
    private func number(of id: String, in file: TraceFile) throws -> Int {
        let reader = try TraceReader(path: file.path, storage: file.storage, selecting: .id(id))
        _ = try reader.next()
        return reader.traces - 1
    }
}
