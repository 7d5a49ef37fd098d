extension Rule {
    /// All rules, by level and then in the order of the catalogue.
    public static let all: [Rule] = unreadableLines + structure + story + geometry + pictures + tools

    /// The rules that run unless others are asked for: what they find on real records is true.
    public static let standard: [Rule] = all.filter(\.isDefault)

    /// Returns the rule with an id or with a code of the catalogue, or `nil`.
    public static func named(_ name: String) -> Rule? {
        all.first { $0.id == name } ?? all.first { $0.code == name.uppercased() }
    }

    /// What the reader finds.
    private static let unreadableLines: [Rule] = [
        .missingHeader, .malformedJSON, .truncatedEvent, .damagedContainer, .duplicateKey, .malformedField,
        .oversizedEvent,
    ]

    /// What the structure of the log finds.
    private static let structure: [Rule] = [
        .ordinalOutOfOrder, .undeclaredReference, .stepNotOpen, .callNotOpen, .generationNotOpen, .agentAfterEnd,
        .derivationOutOfOrder, .eventAfterEnd,
    ]

    /// What does not add up in the story.
    private static let story: [Rule] = [
        .unknownEvent, .unfinishedTrace, .unfinishedStep, .parentEndsFirst, .wrongCounts, .impossibleGap, .wrongDigest,
        .contradictoryPixels, .ambiguousName, .impossibleDuration, .effectBeforeCause, .timeRunsBackwards,
        .unfinishedCall, .repeatedCallID,
        .productAfterCancel, .rewrittenArguments, .claimedCall, .spawnAfterEnd, .earlyJoin,
        .unjoinedAgent, .strayMessage, .regionOnUnseenImage, .knowledgeWithoutPath, .secondFinalAnswer,
        .answerWithoutEvidence, .evidenceFromFailure, .chosenOutsider,
        .outvotedChoice, .impossibleTokenCount, .spanOutsideText, .splitCharacter, .quoteDiffers,
        .oversizedImage, .contradictoryOrigin, .remoteImage, .neverShownImage, .unmetRequirement,
    ]

    /// What is wrong with places and images.
    private static let geometry: [Rule] = [
        .unboundedNumber, .emptyBox, .degeneratePolygon, .brokenMask, .unresolvedSpace, .valueOutsideUnit,
        .regionOutsideImage, .regionLeavesImage, .fractionsAsPixels, .coordinatesOfAnotherFrame, .wrongPixels,
        .wrongDerivedSize,
        .wrongDerivedMap, .cropOutsideImage, .silentBoxChange, .sidewaysRegion, .writtenBoxDiffers, .missingMap,
        .orphanImage, .deepDerivation, .wrongRounding, .brokenAspect, .doubleOrientation, .unknownOperation,
        .unchangedResult, .recipeNotFollowed,
    ]

    /// What tools say now.
    private static let tools: [Rule] = [.toolResultDiffers]

    /// What is wrong with pixels.
    private static let pictures: [Rule] = [
        .missingBlob, .wrongBlob, .unreadableImage, .wrongImageHeader, .wrongPixelDigest, .wrongDerivedPixels,
        .drawingBesideBox,
    ]
}
