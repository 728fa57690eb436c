import { buildHookConfig } from "../build/hooks.ts";
import { retry } from "../project/retry.ts";
import { templatedExtraFileWithMode } from "../project/template-files.ts";
import { list, section, text, textMap, texts, toggle } from "../words.ts";

/** A Docker image of several platforms. */
export const dockerV2 = section("DockerV2", "A Docker image of several platforms.", {
  id: text(),
  ids: texts(),
  dockerfile: text(),
  images: texts(),
  tags: texts(),
  labels: textMap(),
  annotations: textMap(),
  extra_files: texts(),
  platforms: texts(),
  build_args: textMap(),
  flags: texts(),
  disable: toggle(),
  sbom: toggle(),
  hooks: buildHookConfig,
  retry: retry,
  templated_extra_files: list(templatedExtraFileWithMode),
  templated_dockerfile: text(),
});
