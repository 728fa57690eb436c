/**
 * Whether Go's own compiler wrote a module. On wasip1 its runtime puts stdin into nonblocking mode and waits in `poll_oneoff`
 * only, so reads need not be able to suspend.
 */
export function isGo(module: WebAssembly.Module): boolean {
  return WebAssembly.Module.customSections(module, "go:buildid").length > 0;
}
