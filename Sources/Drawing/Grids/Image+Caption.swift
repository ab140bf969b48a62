extension Image {
    /// The picture, grey or RGB, with a strip under it, as high as a line of text and a pixel above and below, in which the text
    /// stands at the left.
    public func captioned(_ text: Stencil, on background: Color) -> Image {
        let channels: Channels = channels == .grey && background.isGrey ? .grey : .rgb
        let whole = height + text.height + 2
        var canvas = Canvas(width: width, height: whole, channels: channels, background: background)
        let rowBytes = width * self.channels.rawValue
        for row in 0..<height {
            let line = Array(samples[row * rowBytes..<(row + 1) * rowBytes])
            canvas.put(canvas.row(line, of: self.channels, scale: 1), left: 0, top: row)
        }
        canvas.put(text, at: Place(left: 2, top: height + 1), color: background.ink)
        return Image(width: width, height: whole, channels: channels, samples: canvas.samples)
    }
}
