import Testing
import Threads

/// Control groups as the kernel shows them on machines of several kinds.
@Suite struct CPUQuotaTests {
    private static func quota(_ files: [String: String]) -> Double? { CPUQuota { files[$0] }.processors }

    private static func unified(group: String, root: String = "/", _ limits: [String: String]) -> Double? {
        var files = [
            "/proc/self/cgroup": "0::\(group)\n",
            "/proc/self/mountinfo": "24 1 0:22 / / rw - ext4 /dev/sda rw\n"
                + "31 24 0:27 \(root) /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate\n",
        ]
        for (folder, limit) in limits { files["/sys/fs/cgroup\(folder)/cpu.max"] = limit + "\n" }
        return quota(files)
    }

    @Test func aGroupOfVersion2() {
        #expect(Self.unified(group: "/a/b", ["/a/b": "150000 100000"]) == 1.5)
        #expect(Self.unified(group: "/a/b", ["/a/b": "max 100000"]) == nil)
        #expect(Self.unified(group: "/", [:]) == nil)
    }

    @Test func theSmallestQuotaOfAllGroupsAbove() {
        #expect(Self.unified(group: "/a/b/c", ["/a/b/c": "max 100000", "/a": "20000 10000"]) == 2)
        #expect(Self.unified(group: "/a/b/c", ["/a/b/c": "9000 1000", "/a/b": "3000 1000", "": "8000 1000"]) == 3)
        #expect(Self.unified(group: "/a/b", ["/c": "10000 10000"]) == nil)
    }

    /// In a container the group is the first that it sees, or one within what is mounted.
    @Test func groupsOfContainers() {
        #expect(Self.unified(group: "/", ["": "50000 100000"]) == 0.5)
        #expect(Self.unified(group: "/docker/id", root: "/docker/id", ["": "400000 100000"]) == 4)
        #expect(Self.unified(group: "/docker/id/job", root: "/docker/id", ["/job": "100000 100000"]) == 1)
        #expect(Self.unified(group: "/docker/ideal", root: "/docker/id", ["eal": "1 1", "/eal": "1 1"]) == nil)
        #expect(Self.unified(group: "/", root: "/../..", ["": "300000 100000"]) == 3)
        #expect(Self.unified(group: "/../other", ["/../other": "100 100"]) == nil)
    }

    @Test func groupsOfVersion1() {
        var files = [
            "/proc/self/cgroup": "9:name=systemd:/x\n5:cpuset:/c\n4:cpu,cpuacct:/docker/id\n0::/u\n",
            "/proc/self/mountinfo": """
            33 30 0:28 /docker/id /sys/fs/cgroup/cpuset rw - cgroup cgroup rw,cpuset
            34 30 0:29 /docker/id /groups\\040of\\040cpu rw shared:1 master:2 - cgroup cgroup rw,cpu,cpuacct
            35 30 0:30 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
            """,
            "/groups of cpu/cpu.cfs_quota_us": "-1\n", "/groups of cpu/cpu.cfs_period_us": "100000\n",
        ]
        #expect(Self.quota(files) == nil)
        files["/groups of cpu/cpu.cfs_quota_us"] = "250000\n"
        #expect(Self.quota(files) == 2.5)
        files["/sys/fs/cgroup/unified/u/cpu.max"] = "10000 20000"
        #expect(Self.quota(files) == 0.5)
    }

    @Test func whatCannotBeReadIsNoQuota() {
        #expect(Self.quota([:]) == nil)
        #expect(Self.unified(group: "/a", ["/a": "", "": "x y z"]) == nil)
        #expect(Self.unified(group: "/a", ["/a": "100 0"]) == nil)
        #expect(Self.quota(["/proc/self/cgroup": "x\n1:cpu\n", "/proc/self/mountinfo": "1 2 - cgroup2\n\n"]) == nil)
    }
}
