public import Saccade
public import SaccadeImaging

/// What a model saw, with the places it looked at.
public struct Picture: Sendable {
    /// The pixels, or why there are none.
    public enum Content: Sendable {
        /// The image.
        case image(ImageSource)
        /// An image that is not here: its size, where known, and the reason.
        case absent(size: PixelSize?, reason: String)
    }

    /// How the picture and the current regions are weighed.
    public enum Emphasis: Sendable, Hashable {
        /// All but the current regions is dimmed by a third: this is what the step looked at.
        case spotlight
        /// The picture is bright, the regions lightly tinted: this is what an answer rests on.
        case overview
    }

    /// The pixels, or why there are none.
    public var content: Content
    /// The regions, in the order in which they were named.
    public var regions: [PictureRegion]
    /// The images that came back, each beside the region it came from.
    public var insets: [Inset]
    /// The centres that the gaze jumped from and to, oldest first, in pixels of the image.
    public var gazePath: [Point]
    /// What the picture is, for example `image 2 · 480×608`; empty for none.
    public var caption: String
    /// How the picture and the current regions are weighed.
    public var emphasis: Emphasis

    /// Creates a picture.
    public init(
        _ content: Content, regions: [PictureRegion] = [], insets: [Inset] = [], gazePath: [Point] = [],
        caption: String = "",
        emphasis: Emphasis = .spotlight
    ) {
        self.content = content
        self.regions = regions
        self.insets = insets
        self.gazePath = gazePath
        self.caption = caption
        self.emphasis = emphasis
    }

    /// The size in pixels, where known.
    public var size: PixelSize? {
        switch content {
        case .image(let image): image.size
        case .absent(let size, _): size
        }
    }
}

extension Picture.Content {
    /// An image in memory.
    public static func image(_ pixels: PixelImage) -> Picture.Content { .image(ImageSource(pixels)) }
}

/// How the inside of a region is drawn.
public enum RegionStyle: String, Sendable, Hashable, CaseIterable {
    /// As its kind asks for: a mask tinted, everything else outlined.
    case automatic
    /// Tinted in the region's colour.
    case fill
    /// Only the line around it.
    case outline
    /// As it is, with all the rest much darker.
    case dim
    /// Blurred, so that it can be seen where it is but not what it is.
    case blur
    /// In large blocks of one colour, to the same end.
    case pixelate
}

/// A place on a picture.
public struct PictureRegion: Sendable, Hashable {
    /// When the step looked there.
    public enum Time: Sendable, Hashable {
        /// In this step.
        case current
        /// In a step before.
        case past
    }

    /// The form, in pixels of the image.
    public var shape: Shape
    /// The number in the badge; empty for no badge.
    public var number: String
    /// The colour's index in the theme.
    public var color: Int
    /// When the step looked there.
    public var time: Time
    /// Whether the coordinate space was inferred or taken by default, so that the place may be another.
    public var isSpaceGuessed: Bool
    /// A name that is drawn beside the badge; empty for none.
    public var label: String
    /// How the inside is drawn.
    public var style: RegionStyle

    /// Creates a region; the shape is in pixels of the image.
    public init(
        _ shape: Shape, number: String, color: Int, time: Time = .current, isSpaceGuessed: Bool = false,
        label: String = "", style: RegionStyle = .automatic
    ) {
        self.shape = shape
        self.number = number
        self.color = color
        self.time = time
        self.isSpaceGuessed = isSpaceGuessed
        self.label = label
        self.style = style
    }
}

/// An image that came back from a look.
public struct Inset: Sendable {
    /// The image.
    public var image: ImageSource
    /// The number of the region it came from; `nil` for an image of its own.
    public var region: String?
    /// What it is, for example `480×608 · ×2.3`.
    public var caption: String
    /// The place that it shows, in pixels of the picture, where that is not the region: a tool may cut more than it is
    /// asked for.
    public var source: Box?

    /// Creates an inset of an image in memory.
    public init(_ image: PixelImage, region: String?, caption: String) {
        self.init(ImageSource(image), region: region, caption: caption)
    }

    /// Creates an inset.
    public init(_ image: ImageSource, region: String?, caption: String) {
        self.image = image
        self.region = region
        self.caption = caption
    }
}
