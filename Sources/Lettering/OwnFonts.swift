import Glibc

/// The fonts that an installation may bring along, for systems that have none (`lib/vaeutils/fonts` beside the command's
/// folder, with a configuration that begins with the system's own).
enum OwnFonts {
    /// Has fontconfig read that configuration, once, before the first face is selected; not where the user names another
    /// (`FONTCONFIG_FILE`, fonts-conf(5)).
    static let areKnown: Void = {
        var target = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = readlink("/proc/self/exe", &target, target.count)
        guard length > 0 else { return }
        let command = String(decoding: target[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self)
        let folder = command.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        let configuration = folder + "/../lib/vaeutils/fonts/fonts.conf"
        if access(configuration, R_OK) == 0 { setenv("FONTCONFIG_FILE", configuration, 0) }
    }()
}
