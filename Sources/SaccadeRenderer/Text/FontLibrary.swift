public import Saccade

/// Where the font files are.
///
/// The system's font configuration is never read: a page depends on the files named here and on nothing else.
public struct FontLibrary: Sendable, Hashable {
    /// The folder that holds all files side by side; `nil` for Debian's folders.
    let folder: String?
    /// Files of the user's own, in the order of their names.
    private(set) var added: [String] = []

    private init(folder: String?) { self.folder = folder }

    /// The fonts of Debian's packages `fonts-inter`, `fonts-jetbrains-mono`, `fonts-noto-core`, `fonts-noto-cjk` and
    /// `fonts-noto-color-emoji`.
    public static let debian = FontLibrary(folder: nil)

    /// Fonts that lie in one folder under the names they have in Debian's packages.
    public static func folder(_ path: String) -> FontLibrary { FontLibrary(folder: path) }

    /// Returns this library with all fonts of a folder: they are asked before the faces of scripts, and a file with the
    /// name of a Debian one takes its place.
    ///
    /// - Throws: ``/Saccade/TraceError`` if the folder cannot be listed; ``RendererError`` with code `missing-font` if it holds
    ///   no `.ttf`, `.otf` or `.ttc`.
    public func adding(folder: String, storage: any Storage = FileStorage()) throws -> FontLibrary {
        let names = try storage.list(folder).filter { name in
            [".ttf", ".otf", ".ttc"].contains { name.lowercased().hasSuffix($0) }
        }
        guard !names.isEmpty else {
            throw RendererError(.missingFont, "expected fonts (.ttf, .otf or .ttc) in \(folder), found none")
        }
        var result = self
        result.added += names.map { StoragePath.join(folder, $0) }
        return result
    }

    func path(of file: FontFile) -> String {
        added.last { StoragePath.name(of: $0) == file.name } ?? "\(folder ?? file.package.folder)/\(file.name)"
    }
}

/// A font file by its name and the package that it comes in.
struct FontFile: Sendable, Hashable {
    enum Package: String, Sendable {
        case inter = "fonts-inter"
        case jetBrainsMono = "fonts-jetbrains-mono"
        case noto = "fonts-noto-core"
        case notoCJK = "fonts-noto-cjk"
        case notoEmoji = "fonts-noto-color-emoji"

        var folder: String {
            switch self {
            case .inter: "/usr/share/fonts/opentype/inter"
            case .jetBrainsMono: "/usr/share/fonts/truetype/jetbrains-mono"
            case .noto, .notoEmoji: "/usr/share/fonts/truetype/noto"
            case .notoCJK: "/usr/share/fonts/opentype/noto"
            }
        }
    }

    let name: String
    let package: Package

    /// The files that every page needs.
    static let core: [FontFile] = [
        FontFile(name: "Inter-Regular.otf", package: .inter),
        FontFile(name: "Inter-Medium.otf", package: .inter),
        FontFile(name: "Inter-SemiBold.otf", package: .inter),
        FontFile(name: "Inter-Bold.otf", package: .inter),
        FontFile(name: "InterDisplay-SemiBold.otf", package: .inter),
        FontFile(name: "JetBrainsMono-Regular.ttf", package: .jetBrainsMono),
        FontFile(name: "JetBrainsMono-SemiBold.ttf", package: .jetBrainsMono),
    ]
}
