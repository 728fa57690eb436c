/** The newest GoReleaser that `go install` builds: later ones have a dependency that module proxies refuse. */
export declare const GORELEASER_VERSION = "2.16.0";
/**
 * The path of GoReleaser 2.16.0: `$GORELEASER`, the PATH, Go's bin folder, or built by `go install` (about three minutes,
 * once) into our own folder of the user's cache.
 */
export declare function findGoReleaser(): string;
