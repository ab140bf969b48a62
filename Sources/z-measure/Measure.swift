/// What can be measured, in the order of the table.
enum Measure: String, CaseIterable {
    case mig
    case migChen = "mig-chen"
    case sap, dci
    case betaVAE = "beta-vae"
    case factorVAE = "factor-vae"
    case modularity, tc, probe
}
