/**
 * Variables that pass from the environment (or Go's own environment file) to a `go` command: where things are, how the
 * network is reached, who may be trusted. None of them changes a byte of what is built.
 */
const PASSED = new Set(
  [
    "PATH HOME USER LOGNAME SHELL TMPDIR TMP TEMP LANG XDG_CACHE_HOME XDG_CONFIG_HOME",
    "SystemRoot SYSTEMROOT SystemDrive ComSpec COMSPEC PATHEXT USERPROFILE LOCALAPPDATA LocalAppData APPDATA ProgramData",
    "HTTP_PROXY HTTPS_PROXY NO_PROXY ALL_PROXY http_proxy https_proxy no_proxy all_proxy",
    "SSL_CERT_FILE SSL_CERT_DIR NETRC SSH_AUTH_SOCK SSH_ASKPASS",
    "GOPROXY GONOPROXY GOPRIVATE GOSUMDB GONOSUMDB GOINSECURE GOAUTH GOVCS",
    "GOCACHE GOMODCACHE GOPATH GOCACHEPROG",
    "CCACHE_DIR SCCACHE_DIR ZIG_GLOBAL_CACHE_DIR ZIG_LOCAL_CACHE_DIR PYTHONUSERBASE",
  ].flatMap((line) => line.split(" ")),
);

/** Whether a variable may pass through to `go` as it is. */
export function passesThrough(name: string): boolean {
  return PASSED.has(name) || /^GIT_(?!DIR$|WORK_TREE$|INDEX_FILE$)/.test(name);
}
