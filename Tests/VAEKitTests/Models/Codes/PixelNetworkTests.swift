import TensorStreams
import Testing
import VAEKit

@Suite struct PixelNetworkTests {
    @Test(arguments: [
        ("pixelcnn", "pixelcnn channels 64 blocks 4 kernel 5"),
        ("pixelcnn kernel 3 blocks 0", "pixelcnn channels 64 blocks 0 kernel 3"),
    ]) func isReadAndSpelt(text: String, spelt: String) throws {
        #expect(try PixelNetwork(parsing: text).description == spelt)
    }

    @Test(arguments: [
        ("normal", "'normal': no prior of codes is called 'normal'; there is pixelcnn"),
        ("pixelcnn kernel 4", "'pixelcnn kernel 4': kernel must be odd, to have a middle"),
        ("pixelcnn channels 7", "'pixelcnn channels 7': channels must be a whole number from 8 to 4096, not '7'"),
        ("pixelcnn 3", "'pixelcnn 3': '3' is not expected there"),
    ]) func saysWhatIsWrong(text: String, message: String) {
        let error = #expect(throws: NetworkError.self) { try PixelNetwork(parsing: text) }
        #expect(error?.description == message)
    }

    @Test func isInTheDescription() throws {
        let description = CodePriorDescription(imageShape: [2, 3], codes: 9, network: PixelNetwork())
        #expect(try CodePriorDescription(json: description.json) == description)
        for (key, value) in [("codes", JSON.integer(1)), ("network", .string("cnn")), ("image", .string("2"))] {
            var object = try #require(description.json.object)
            object[key] = value
            #expect(throws: NetworkError.self) { try CodePriorDescription(json: .object(object)) }
        }
    }
}
