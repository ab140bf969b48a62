import Testing
import VAEKit

@Suite struct EpochRatesTests {
    @Test func eachHoldsUntilTheNext() throws {
        let rates = try #require(EpochRates("0:1e-3,1:7.2e-4,4:5.2e-4"))
        #expect((0..<6).map { rates[$0] } == [1e-3, 7.2e-4, 7.2e-4, 7.2e-4, 5.2e-4, 5.2e-4])
        #expect(rates[1_000_000] == 5.2e-4)
        #expect(EpochRates(rates.description) == rates)
    }

    @Test(arguments: [
        "", "0", "1e-3", "1:1e-3", "0:1e-3,", "0:1e-3,0:1e-4", "0:1,4:1,2:1", "0:nan", "0:-1", "0:1e4", "0:1:2", "0:",
        ":1", "0 :1", "0.5:1",
    ])
    func whatIsNoListIsRefused(text: String) { #expect(EpochRates(text) == nil) }
}
