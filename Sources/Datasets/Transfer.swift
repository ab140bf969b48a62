import CCurl
import TensorStreams

/// One request: the rest of a file, appended to what is there of it.
package final class Transfer {
    private let url: String
    private let part: PartialFile
    private let limit: Int
    private let patience: Patience
    private let progress: (Int, Int?) -> Void
    private let start = Clock.now
    private let origin: Int
    private(set) var hasAnswer = false
    private(set) var isTooLate = false
    private(set) var isTooLong = false
    private var failure: (any Error)?

    /// A request for `url`, of which `part` may hold the beginning, and which has at most `limit` bytes.
    init(
        _ url: String, into part: PartialFile, limit: Int, patience: Patience, progress: @escaping (Int, Int?) -> Void
    ) {
        self.url = url
        self.part = part
        self.limit = limit
        self.patience = patience
        self.progress = progress
        origin = part.size
    }

    private static let isInitialised = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// Runs the request. Throws `FileError` when the bytes cannot be kept.
    func run() throws -> Outcome {
        guard Self.isInitialised, let curl = curl_easy_init() else { throw FetchError.noTransfers }
        defer { curl_easy_cleanup(curl) }
        guard prepare(curl) else { throw FetchError.noTransfers }
        let code = withExtendedLifetime(self) { curl_easy_perform(curl) }
        if let failure { throw failure }
        return outcome(code, curl)
    }

    private func prepare(_ curl: UnsafeMutableRawPointer) -> Bool {
        let this = Unmanaged.passUnretained(self).toOpaque()
        let settings = [
            vae_curl_set_text(curl, CURLOPT_URL, url),
            vae_curl_set_text(curl, CURLOPT_USERAGENT, "vaeutils mnist-fetch"),
            vae_curl_set_schemes(curl, "http,https,file", "http,https"),
            vae_curl_set_number(curl, CURLOPT_FOLLOWLOCATION, 1),
            vae_curl_set_number(curl, CURLOPT_MAXREDIRS, 5),
            vae_curl_set_number(curl, CURLOPT_FAILONERROR, 1),
            vae_curl_set_number(curl, CURLOPT_NOSIGNAL, 1),
            vae_curl_set_quick_exit(curl),
            vae_curl_set_number(curl, CURLOPT_CONNECTTIMEOUT_MS, Int(patience.connecting * 1000)),
            vae_curl_set_number(curl, CURLOPT_LOW_SPEED_LIMIT, 1000),
            vae_curl_set_number(curl, CURLOPT_LOW_SPEED_TIME, patience.stalling),
            vae_curl_set_offset(curl, CURLOPT_RESUME_FROM_LARGE, curl_off_t(part.size)),
            vae_curl_set_sink(curl, receiveBytes, this),
            vae_curl_set_header_sink(curl, receiveHeader, this),
            vae_curl_set_watch(curl, watchTransfer, this),
        ]
        return settings.allSatisfy { $0 == CURLE_OK }
    }

    /// Keeps bytes that came; false ends the transfer.
    func keep(_ bytes: UnsafeRawBufferPointer) -> Bool {
        hasAnswer = true
        if bytes.count > limit - part.size {
            isTooLong = true
            return false
        }
        do {
            try part.append(bytes)
            return true
        } catch {
            failure = error
            return false
        }
    }

    func heard() { hasAnswer = true }

    /// Called about every second and as bytes come; false ends the transfer.
    func goOn(expecting total: Int) -> Bool {
        progress(part.size, total > 0 ? origin + total : nil)
        isTooLate = !hasAnswer && Clock.now - start > patience.answering
        return !isTooLate
    }
}
