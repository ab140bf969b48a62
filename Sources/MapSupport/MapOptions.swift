import CommandSupport
import Embedding

/// The options that the commands share which lay rows out in a map.
public enum MapOptions {
    public static let recall = Option.number(
        "recall", value: "R", in: 0.01...1, defaultText: "1 for up to 100000 rows, else 0.99",
        help: "about the share of the neighbours to find; 1 is all, found more slowly")
    public static let trustworthiness = Option.flag(
        "trustworthiness", help: "tell how many neighbours in the map are such among the rows")
}
