import * as v from "valibot";
import { announce } from "./announce/announce.ts";
import { build } from "./build/builds.ts";
import { goMod } from "./build/go-mod.ts";
import { universalBinary } from "./build/universal-binaries.ts";
import { upx } from "./build/upx.ts";
import { dockerV2 } from "./image/docker-v2.ts";
import { docker, dockerDigest, dockerHub, dockerManifest } from "./image/docker.ts";
import { ko } from "./image/ko.ts";
import { appBundle } from "./install/app-bundles.ts";
import { dmg } from "./install/dmg.ts";
import { msi } from "./install/msi.ts";
import { npm } from "./install/npms.ts";
import { nsis } from "./install/nsis.ts";
import { macOSPkg } from "./install/pkgs.ts";
import { flatpak } from "./linux/flatpak.ts";
import { makeself } from "./linux/makeself.ts";
import { nfpm } from "./linux/nfpm.ts";
import { snapcraft } from "./linux/snapcraft.ts";
import { srpm } from "./linux/srpm.ts";
import { prove } from "./own/prove/prove.ts";
import { dylib, windowsResource } from "./own/finishing.ts";
import { policy } from "./own/policy.ts";
import { images, rollout } from "./own/reserved.ts";
import { wasm } from "./own/wasm.ts";
import { ci } from "./own/ci.ts";
import { cache } from "./own/cache.ts";
import { shards } from "./own/shards.ts";
import { archive } from "./pack/archives.ts";
import { checksum } from "./pack/checksum.ts";
import { source } from "./pack/source.ts";
import { envFiles } from "./project/env-files.ts";
import { git } from "./project/git.ts";
import { after, before } from "./project/global-hooks.ts";
import { include } from "./project/includes.ts";
import { projectMetadata } from "./project/metadata.ts";
import { monorepo } from "./project/monorepo.ts";
import { partial } from "./project/partial.ts";
import { retry } from "./project/retry.ts";
import { telemetry } from "./project/telemetry.ts";
import { templateFile } from "./project/template-files.ts";
import { nightly, snapshot } from "./project/versions.ts";
import { aur, aurSource } from "./publish/aur.ts";
import { blob } from "./publish/blobs.ts";
import { homebrewCask } from "./publish/casks.ts";
import { chocolatey } from "./publish/chocolatey.ts";
import { homebrew } from "./publish/homebrew.ts";
import { iru } from "./publish/iru.ts";
import { krew } from "./publish/krew.ts";
import { mcp } from "./publish/mcp.ts";
import { nix } from "./publish/nix.ts";
import { cloudsmith, fury } from "./publish/package-hosts.ts";
import { publisher } from "./publish/publishers.ts";
import { scoop } from "./publish/scoop.ts";
import { upload } from "./publish/uploads.ts";
import { winget } from "./publish/winget.ts";
import { beforePublishHook } from "./release/before-publish.ts";
import { changelog } from "./release/changelog.ts";
import { gitHubURLs, gitLabURLs, giteaURLs } from "./release/forges.ts";
import { milestone } from "./release/milestones.ts";
import { release } from "./release/release.ts";
import { verify } from "./release/verify.ts";
import { notarize } from "./sign/notarize.ts";
import { sbom } from "./sign/sboms.ts";
import { binarySign, sign } from "./sign/signs.ts";
import { flag, list, mapOf, section, text, texts, whole, word, type Shape } from "./words.ts";

/** A whole project file. */
export const projectFile = section("Project", "What to ship, and how. The language of GoReleaser v2 and more.", {
  version: whole("Version of the language.", { default: 2 }),
  pro: flag("Says that the file uses keys of GoReleaser's paid edition."),
  project_name: text("Name of the project.", { default: "from the module, the forge or the git remote" }),
  env: texts("Variables for everything, `NAME=value`; templates."),
  release: release,
  milestones: list(milestone),
  homebrew_casks: list(homebrewCask),
  nix: list(nix),
  winget: list(winget),
  aurs: list(aur),
  aur_sources: list(aurSource),
  krews: list(krew),
  kos: list(ko),
  scoops: list(scoop),
  builds: list(build),
  archives: list(archive),
  nfpms: list(nfpm),
  srpm: srpm,
  snapcrafts: list(snapcraft),
  flatpak: list(flatpak),
  snapshot: snapshot,
  checksum: checksum,
  dockers_v2: list(dockerV2),
  docker_digest: dockerDigest,
  artifactories: list(upload),
  uploads: list(upload),
  blobs: list(blob),
  publishers: list(publisher),
  changelog: changelog,
  dist: text("Folder for everything that is made.", { default: "dist" }),
  signs: list(sign),
  notarize: notarize,
  docker_signs: list(sign),
  binary_signs: list(binarySign),
  env_files: envFiles,
  before: before,
  source: source,
  gomod: goMod,
  announce: announce,
  sboms: list(sbom),
  chocolateys: list(chocolatey),
  git: git,
  report_sizes: flag("Print the size of every file that was made."),
  metadata: projectMetadata,
  makeselfs: list(makeself),
  universal_binaries: list(universalBinary),
  upx: list(upx),
  mcp: mcp,
  retry: retry,
  force_token: word(["github", "gitlab", "gitea"], "The forge whose token is used when several are set."),
  github_urls: gitHubURLs,
  gitlab_urls: gitLabURLs,
  gitea_urls: giteaURLs,
  brews: list(homebrew),
  dockers: list(docker),
  docker_manifests: list(dockerManifest),
  npms: list(npm),
  msi: list(msi),
  nsis: list(nsis),
  app_bundles: list(appBundle),
  dmg: list(dmg),
  pkgs: list(macOSPkg),
  after: after,
  iru: iru,
  includes: list(include),
  variables: mapOf(v.unknown() as Shape<unknown>, "Values that templates read as `.Var.name`."),
  monorepo: monorepo,
  partial: partial,
  nightly: nightly,
  gemfury: list(fury),
  cloudsmiths: list(cloudsmith),
  dockerhub: list(dockerHub),
  before_publish: list(beforePublishHook),
  template_files: list(templateFile),
  verify: verify,
  telemetry: telemetry,
  furies: list(fury),
  prove,
  policy,
  dylibs: list(dylib),
  windows_resources: list(windowsResource),
  wasm: list(wasm),
  images,
  shards,
  ci,
  cache,
  rollout,
});

/** What a valid file says, as written, scalars and lists made equal. */
export type Raw = v.InferOutput<typeof projectFile>;
