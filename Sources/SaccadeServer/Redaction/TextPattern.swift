/// What a secret looks like, as a regular expression that can be looked for while text is still coming.
///
/// The syntax is a part of the usual one: literals, `.`, classes (`[a-z0-9_]`, `[^@\s]`), `\d`, `\w`, `\s` and their
/// opposites, groups, `|`, `?`, `*`, `+`, `{n}`, `{n,}` and `{n,m}`. There are no anchors, look-arounds and back-references. It works on the
/// bytes of UTF-8: classes hold ASCII characters, and a negated class or `.` also takes any byte beyond ASCII. Time is
/// linear in the text, whatever the pattern.
public struct TextPattern: Sendable {
    /// The name that a `redaction` event gives as its rule.
    public let name: String
    let syntax: PatternSyntax

    /// Creates a pattern.
    ///
    /// - Parameters:
    ///   - name: The name of the rule.
    ///   - expression: What the secret looks like.
    ///   - ignoresCase: Whether `a` also means `A`, for ASCII letters.
    /// - Throws: ``ServerError`` with code `invalid-pattern` for an expression that is wrong, too large, or fits the empty text.
    public init(_ name: String, _ expression: String, ignoresCase: Bool = false) throws(ServerError) {
        self.name = name
        var parser = PatternParser(expression, ignoresCase: ignoresCase)
        syntax = try parser.parse()
    }

    private init(_ name: String, literal: String, ignoresCase: Bool) {
        self.name = name
        syntax = .literal(Array(literal.utf8), ignoresCase: ignoresCase)
    }

    private init(known name: String, _ expression: String) {
        self.name = name
        var parser = PatternParser(expression, ignoresCase: false)
        // The expressions below are right, which a test holds; one that was wrong would redact everything.
        syntax = (try? parser.parse()) ?? .byte(ByteSet.all)
    }

    /// The text itself: a name, a token.
    ///
    /// - Returns: `nil` for an empty text.
    public static func literal(_ name: String, _ text: String, ignoresCase: Bool = true) -> TextPattern? {
        text.isEmpty ? nil : TextPattern(name, literal: text, ignoresCase: ignoresCase)
    }

    /// An e-mail address.
    public static let emailAddress = TextPattern(
        known: "email-address", #"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,8}"#)

    /// A number of a payment card: 13 to 19 digits together, or in groups as they are printed.
    public static let paymentCard = TextPattern(
        known: "payment-card", #"\d{13,19}|\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{1,7}|\d{4}[ -]\d{6}[ -]\d{5}"#)

    /// A telephone number in international form.
    public static let phoneNumber = TextPattern(known: "phone-number", #"\+\d([ ()-]{0,2}\d){7,14}"#)

    /// An international bank account number.
    public static let bankAccount = TextPattern(
        known: "bank-account", #"[A-Z]{2}\d{2}( ?[A-Z0-9]{4}){3,7}( ?[A-Z0-9]{1,3})?"#)

    /// A key of a well-known form, and whatever follows `Bearer`.
    public static let accessKey = TextPattern(
        known: "access-key",
        #"(sk|pk|rk)[-_][A-Za-z0-9_-]{16,}|gh[oprsu]_[A-Za-z0-9]{20,}|xox[abprs]-[A-Za-z0-9-]{10,}|AKIA[A-Z0-9]{16}|[Bb]earer [A-Za-z0-9._~+/=-]{8,}"#
    )

    /// All of the above that have a form of their own.
    public static let known = [emailAddress, paymentCard, phoneNumber, bankAccount, accessKey]
}
