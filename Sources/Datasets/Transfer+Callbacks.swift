import CCurl

// What libcurl calls while a transfer runs; the context is the `Transfer`.

func receiveBytes(_ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?)
    -> Int
{
    let length = size * count
    let isKept = transfer(context)?.keep(UnsafeRawBufferPointer(start: bytes, count: length)) ?? false
    return isKept ? length : 0
}

func receiveHeader(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    transfer(context)?.heard()
    return size * count
}

func watchTransfer(
    _ context: UnsafeMutableRawPointer?, _ total: curl_off_t, _ now: curl_off_t, _ upTotal: curl_off_t,
    _ upNow: curl_off_t
) -> Int32 {
    transfer(context)?.goOn(expecting: Int(total)) ?? false ? 0 : 1
}

private func transfer(_ context: UnsafeMutableRawPointer?) -> Transfer? {
    context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
}
