/// The names that the binary encoding uses within MCAP.
package enum ContainerFormat {
    /// The profile in the header of files that this library writes.
    package static let profile = "saccade"
}
