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

    /// The relative luminance as WCAG 2 defines it, with the transfer curve taken as a power of 2.2.
    var luminance: Double {
        0.2126 * power(red) + 0.7152 * power(green) + 0.0722 * power(blue)
    }

    /// The one of two colours, black-ish or white, that can be read on this one.
    func readable(dark: Color, light: Color) -> Color {
        let own = luminance
        let onDark = (own + 0.05) / (dark.luminance + 0.05)
        let onLight = (light.luminance + 0.05) / (own + 0.05)
        // White is preferred until it falls below what large bold figures need.
        return onLight >= 3 || onLight >= onDark ? light : dark
    }

    /// A number to the power of 2.2, by x² · x^(1/5), so that no mathematics library is needed.
    private func power(_ value: Double) -> Double {
        guard value > 0 else { return 0 }
        var root = 0.9
        for _ in 0..<12 {
            let fourth = root * root * root * root
            root = (4 * root + value / fourth) / 5
        }
        return value * value * root
    }
}
