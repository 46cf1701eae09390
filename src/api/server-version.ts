/** The reference version of this cluster, in the form of the real answer; commit and dates are those of the release. */
export const SERVER_VERSION = {
  major: "1", minor: "36", emulationMajor: "1", emulationMinor: "36", minCompatibilityMajor: "1", minCompatibilityMinor: "35",
  gitVersion: "v1.36.2", gitCommit: "", gitTreeState: "clean", buildDate: "2026-06-10T00:00:00Z", goVersion: "go1.26.3", compiler: "gc", platform: "linux/amd64",
};
