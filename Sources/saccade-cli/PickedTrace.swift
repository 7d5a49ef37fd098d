import Saccade
import SaccadePixels
import SaccadeRenderer
import SaccadeReplay

/// The one trace of a file or folder that a command draws.
struct PickedTrace {
    /// The file.
    var path: String
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
        // Standard input has been read to its end; its check would find nothing.
        let report = path == "-" ? nil : try checker.check(path: path, selecting: .number(number)).traces.first
        return Storyboard(
            state, images: ImageLibrary(TraceFile(path: path)), report: report, options: content, drawing: drawing)
    }
}

extension TraceChoice {
    /// Finds the trace to draw: the one that was asked for, or the first.
    func pick(from trace: String) throws -> PickedTrace {
        let files = try files(at: [trace])
        for (path, selector) in files {
            var picked: PickedTrace?
            let count = try TraceFile(path: path).forEach(selecting: selector) { (state) throws(TraceError) in
                if picked == nil { picked = PickedTrace(path: path, number: 0, state: state) }
            }
            guard var picked else { continue }
            Console.noteEnding(of: path)
            if case .number(let asked) = selector { picked.number = asked }
            let id = picked.state.header?.id ?? "without id"
            if case .id = selector, path != "-" { picked.number = try number(of: id, in: path) }
            if selector == nil, files.count > 1 || count > 1 {
                let others = files.count > 1 ? "\(files.count) files" : "\(count) traces"
                picked.note =
                    "saccade: drawn: trace \(id) of \(path), the first of \(others); --trace draws another, "
                    + "saccade info \(trace) lists them"
            }
            return picked
        }
        throw notFound(in: trace)
    }

    /// Returns the number of the first trace with an id in a file.
    private func number(of id: String, in path: String) throws -> Int {
        let reader = try TraceReader(path: path, selecting: .id(id))
        _ = try reader.next()
        return reader.traces - 1
    }
}
