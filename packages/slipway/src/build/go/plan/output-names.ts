import type { ArtifactType } from "../../../plan/artifact.ts";
import type { Target } from "../../../plan/targets/target.ts";

/** The extension of what a build makes (GoReleaser `internal/pipe/build/build.go`, extFor). */
export function extensionOf(target: Target, buildmode: string): string {
  const wasm = target.arch === "wasm";
  switch (buildmode) {
    case "c-shared":
      if (target.os === "darwin" || target.os === "ios") return ".dylib";
      if (target.os === "windows") return ".dll";
      return wasm ? ".wasm" : ".so";
    case "c-archive":
      return target.os === "windows" ? ".lib" : ".a";
    case "archive":
      return ".a";
    default:
      if (wasm) return ".wasm";
      return target.os === "windows" ? ".exe" : "";
  }
}

/** The extension that `go build` itself gives a program whose name it chooses. */
export function goExtensionOf(target: Target): string {
  return target.os === "windows" ? ".exe" : "";
}

/** The type word that `artifacts.json` has for what a build makes. */
export function artifactTypeOf(target: Target, buildmode: string): ArtifactType {
  if (buildmode === "c-archive" || buildmode === "archive") return "C Archive Library";
  return buildmode === "c-shared" && target.arch !== "wasm" ? "C Shared Library" : "Binary";
}

/** Whether Go writes a C header beside the library. */
export function makesHeader(target: Target, buildmode: string): boolean {
  return buildmode === "c-archive" || (buildmode === "c-shared" && target.arch !== "wasm");
}
