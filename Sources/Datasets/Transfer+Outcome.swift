import CCurl

extension Transfer {
    /// How a request ended.
    enum Outcome: Equatable {
        case complete
        /// The server has no such file.
        case absent(String)
        /// No server answers.
        case unreachable(String)
        /// The server cannot go on in the middle, or has nothing more.
        case cannotResume
        /// More bytes than the file can have.
        case tooLong
        /// Worth another attempt, after a pause when the server asks for one.
        case interrupted(String, pause: Double?)
        case tooSlow(String)
        /// Not worth another attempt.
        case refused(String)
    }

    /// What libcurl's code and the server's status come to.
    func outcome(_ code: CURLcode, _ curl: UnsafeMutableRawPointer) -> Outcome {
        if isTooLong { return .tooLong }
        if isTooLate { return .unreachable("no answer") }
        let text = String(cString: curl_easy_strerror(code))
        switch code {
        case CURLE_OK: return .complete
        case CURLE_HTTP_RETURNED_ERROR: return refusal(curl)
        case CURLE_RANGE_ERROR, CURLE_BAD_DOWNLOAD_RESUME: return .cannotResume
        case CURLE_FILE_COULDNT_READ_FILE, CURLE_REMOTE_FILE_NOT_FOUND: return .absent("no such file")
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT, CURLE_SSL_CONNECT_ERROR,
            CURLE_PEER_FAILED_VERIFICATION:
            return .unreachable(text)
        case CURLE_OPERATION_TIMEDOUT:
            if hasAnswer { return .tooSlow("too slow") }
            let isConnected = vae_curl_get_offset(curl, CURLINFO_CONNECT_TIME_T) > 0
            return .unreachable(isConnected ? "no answer" : "no connection in time")
        case CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING, CURLE_HTTP2,
            CURLE_HTTP2_STREAM:
            return .interrupted(text, pause: nil)
        case CURLE_TOO_MANY_REDIRECTS: return .refused("redirected more than 5 times")
        case CURLE_UNSUPPORTED_PROTOCOL: return .refused("redirected to something other than HTTP")
        default: return .refused(text)
        }
    }

    private func refusal(_ curl: UnsafeMutableRawPointer) -> Outcome {
        let status = vae_curl_get_number(curl, CURLINFO_RESPONSE_CODE)
        let asked = vae_curl_get_offset(curl, CURLINFO_RETRY_AFTER)
        let text = "HTTP status \(status)"
        switch status {
        case 416: return .cannotResume
        case 403, 404, 410: return .absent(text)
        case 408, 425, 429, 500...599: return .interrupted(text, pause: asked > 0 ? Double(asked) : nil)
        default: return .refused(text)
        }
    }
}
