import Saccade
import SaccadeRenderer

// The code of Docs/Rendering.md; a test holds the two together.

func draw(_ path: String) throws -> [UInt8] {
    var theme = Theme.dark
    theme.palette = .petroff
    let center = Annotator { place, brush in
        brush.dot(at: place.bounds.center, radius: 4 * place.unit, place.color)
    }
    let board = try Storyboard(
        TraceFile(path: path), options: .init(layout: .poster), drawing: .init(theme: theme, annotators: [center]))
    return try board.png()
}
