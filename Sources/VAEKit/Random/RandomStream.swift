/// What each stream of random numbers of one seed is for.
enum RandomStream: UInt64 {
    case weights = 1
    case shuffle = 2
    case noise = 3
    case validation = 4
    case frames = 5
    case dropout = 6
    case corruption = 7
    case importance = 8
    case probe = 9
    case redraw = 10
    case validationRedraw = 11
    case descent = 12
    case discriminator = 13
    case adversary = 14
    case codes = 15
    case heldOut = 16
}
