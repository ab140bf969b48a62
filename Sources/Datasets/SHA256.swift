import CCrypto

/// SHA-256 of bytes that come in pieces (FIPS 180-4), by OpenSSL, which uses the processor's instructions for it.
package struct SHA256: ~Copyable {
    private let context: OpaquePointer?
    private var isGood: Bool

    package init() {
        context = EVP_MD_CTX_new()
        isGood = context != nil && EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1
    }

    deinit { EVP_MD_CTX_free(context) }

    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        isGood = isGood && EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1
    }

    /// The digest of a file, from its beginning.
    static func hexadecimal(of open: OpenFile) throws -> String {
        var digest = SHA256()
        var offset = 0
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
        defer { buffer.deallocate() }
        while case let count = try open.read(into: buffer, at: offset), count > 0 {
            digest.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            offset += count
        }
        return digest.hexadecimal()
    }

    /// The digest as 64 hexadecimal digits; empty, which equals no digest, when OpenSSL failed.
    package mutating func hexadecimal() -> String {
        var digest = [UInt8](repeating: 0, count: 32)
        var length: UInt32 = 0
        guard isGood, EVP_DigestFinal_ex(context, &digest, &length) == 1, length == 32 else { return "" }
        return digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
