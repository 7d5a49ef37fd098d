/// A colour: straight red, green, blue and opacity, each from 0 to 1, in sRGB.
public struct Color: Sendable, Hashable {
    /// The red part, 0…1.
    public var red: Double
    /// The green part, 0…1.
    public var green: Double
    /// The blue part, 0…1.
    public var blue: Double
    /// The opacity, 0…1.
    public var alpha: Double

    /// Creates a colour from its parts, each 0…1.
    public init(red: Double, green: Double, blue: Double, alpha: Double = 1) {
        self.red = red
        self.green = green
        self.blue = blue
        self.alpha = alpha
    }

    /// Creates an opaque colour from its hexadecimal form, for example `0x0072B2`.
    public init(_ hex: UInt32) {
        red = Double(hex >> 16 & 255) / 255
        green = Double(hex >> 8 & 255) / 255
        blue = Double(hex & 255) / 255
        alpha = 1
    }

    /// Returns the colour with another opacity.
    public func withAlpha(_ alpha: Double) -> Color {
        Color(red: red, green: green, blue: blue, alpha: alpha)
    }

    /// Returns the colour that lies between this one and another, both opaque; 0 gives this one, 1 the other.
    func mixed(with other: Color, _ share: Double) -> Color {
        Color(
            red: red + (other.red - red) * share, green: green + (other.green - green) * share,
            blue: blue + (other.blue - blue) * share, alpha: alpha + (other.alpha - alpha) * share)
    }

    /// The relative luminance as WCAG 2 defines it, 0 for black to 1 for white; the opacity does not count.
    public var luminance: Double {
        0.2126 * Self.linear(red) + 0.7152 * Self.linear(green) + 0.0722 * Self.linear(blue)
    }

    /// The contrast ratio to another colour as WCAG 2 defines it, 1 to 21, both taken as opaque.
    public func contrast(to other: Color) -> Double {
        let (first, second) = (luminance, other.luminance)
        return (max(first, second) + 0.05) / (min(first, second) + 0.05)
    }

    /// The colour of figures on this one: white where that reaches 4.5:1, which WCAG asks of small text, else black.
    ///
    /// One of the two always does.
    public var figures: Color {
        let white = Color(0xFFFFFF)
        return contrast(to: white) >= 4.5 ? white : Color(0x000000)
    }

    /// The light that a stored value stands for, by the transfer curve of sRGB.
    private static func linear(_ value: Double) -> Double {
        guard value > 0.04045 else { return max(0, value) / 12.92 }
        let base = (min(1, value) + 0.055) / 1.055
        // base to the power of 2.4 is base² · base^(2/5), so that no mathematics library is needed.
        var root = 0.9
        for _ in 0..<12 {
            let fourth = root * root * root * root
            root = (4 * root + base / fourth) / 5
        }
        return base * base * root * root
    }
}
