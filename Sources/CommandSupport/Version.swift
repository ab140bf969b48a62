/// The version of the whole set, that every command prints.
public let vaeutilsVersion = "0.1.0"
