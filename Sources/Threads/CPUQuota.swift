/// The share of the processors' time that Linux's control groups leave to this process.
///
/// Version 2 has `cpu.max`, "quota period" in microseconds or "max"; version 1 `cpu.cfs_quota_us`, −1 for none, and
/// `cpu.cfs_period_us` (the kernel's admin-guide/cgroup-v2 and scheduler/sched-bwc). A group is also held to the quotas of
/// those above it, as far as they can be seen: a container may have its own group mounted as if it were the first.
package struct CPUQuota {
    /// The smallest quota, in processors; nil where there is none.
    package private(set) var processors: Double?
    private let read: (String) -> String?

    /// - Parameter read: the text of a file; nil where it cannot be read.
    package init(read: @escaping (String) -> String?) {
        self.read = read
        let groups = (read("/proc/self/cgroup") ?? "").split(separator: "\n").compactMap(Group.init)
        let mounts = (read("/proc/self/mountinfo") ?? "").split(separator: "\n").compactMap(Mount.init)
        for mount in mounts {
            guard let group = groups.first(where: { $0.isUnified == mount.isUnified }) else { continue }
            for folder in mount.folders(of: group) { limit(mount.isUnified ? unified(folder) : legacy(folder)) }
        }
    }

    private mutating func limit(_ quota: Double?) {
        guard let quota else { return }
        processors = min(quota, processors ?? quota)
    }

    private func unified(_ folder: String) -> Double? {
        let words = (read(folder + "/cpu.max") ?? "").split { $0 == " " || $0 == "\n" }
        return words.count == 2 ? Self.ratio(words[0], words[1]) : nil
    }

    private func legacy(_ folder: String) -> Double? {
        guard let quota = read(folder + "/cpu.cfs_quota_us"), let period = read(folder + "/cpu.cfs_period_us") else {
            return nil
        }
        return Self.ratio(quota.prefix { $0 != "\n" }, period.prefix { $0 != "\n" })
    }

    private static func ratio(_ quota: Substring, _ period: Substring) -> Double? {
        guard let quota = Double(quota), let period = Double(period), quota > 0, period > 0 else { return nil }
        return quota / period
    }

    /// A line of `/proc/self/cgroup`: `0::/path` in version 2, `4:cpu,cpuacct:/path` in version 1.
    private struct Group {
        let path: Substring
        let isUnified: Bool

        /// nil where the hierarchy has no say over the processors' time.
        init?(_ line: Substring) {
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { return nil }
            path = parts[2]
            isUnified = parts[0] == "0" && parts[1].isEmpty
            if !isUnified, !parts[1].split(separator: ",").contains("cpu") { return nil }
        }
    }

    /// A line of `/proc/self/mountinfo`: `31 23 0:27 /root /place rw - cgroup2 cgroup2 rw` (proc_pid_mountinfo(5)).
    private struct Mount {
        /// Which group stands at the mount's place.
        let root: String
        let place: String
        let isUnified: Bool

        /// nil where it is no hierarchy that has a say over the processors' time.
        init?(_ line: Substring) {
            let words = line.split(separator: " ")
            guard let dash = words.firstIndex(of: "-"), dash >= 5, words.count > dash + 3 else { return nil }
            (root, place) = (Self.unescaped(words[3]), Self.unescaped(words[4]))
            isUnified = words[dash + 1] == "cgroup2"
            let isLegacy = words[dash + 1] == "cgroup" && words[dash + 3].split(separator: ",").contains("cpu")
            if !isUnified && !isLegacy { return nil }
        }

        /// The folders of a group and of all above it that are mounted, the nearest first.
        func folders(of group: Group) -> [String] {
            var path = self.path(of: group)
            var folders = [place + path]
            while let slash = path.lastIndex(of: "/") {
                path = String(path[..<slash])
                folders.append(place + path)
            }
            return folders
        }

        /// Where the group is below the mount's place. One that lies outside what is mounted is seen through the place alone:
        /// within a container, that is its own group.
        private func path(of group: Group) -> String {
            let top = root == "/" ? "" : root
            let isBelow = group.path == root || group.path.hasPrefix(top + "/")
            guard isBelow, !group.path.split(separator: "/").contains("..") else { return "" }
            let path = String(group.path.dropFirst(top.count))
            return path == "/" ? "" : path
        }

        /// Blanks and the like stand as three octal digits behind a backslash.
        private static func unescaped(_ word: Substring) -> String {
            var bytes: [UInt8] = []
            var rest = word.utf8[...]
            while let byte = rest.popFirst() {
                guard byte == UInt8(ascii: "\\"), let code = UInt8(String(rest.prefix(3)) ?? "", radix: 8) else {
                    bytes.append(byte)
                    continue
                }
                bytes.append(code)
                rest = rest.dropFirst(3)
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}
