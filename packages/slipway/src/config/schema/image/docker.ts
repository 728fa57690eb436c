import { includedText } from "../project/includes.ts";
import { retry } from "../project/retry.ts";
import { templatedExtraFileWithMode } from "../project/template-files.ts";
import { list, section, shorthand, text, textOrNumber, texts, toggle, word } from "../words.ts";

/** A Docker image of one platform. */
export const docker = section("Docker", "A Docker image of one platform.", {
  id: text(),
  ids: texts(),
  goos: text(),
  goarch: text(),
  goarm: textOrNumber(),
  goamd64: text(),
  dockerfile: text(),
  image_templates: texts(),
  skip_push: toggle(),
  extra_files: texts(),
  build_flag_templates: texts(),
  push_flags: texts(),
  use: word(["docker", "buildx", "podman"], undefined, { default: "docker" }),
  retry: retry,
  skip_build: toggle(),
  templated_files: list(templatedExtraFileWithMode),
  templated_dockerfile: text(),
});

/** A name for images of several platforms. */
export const dockerManifest = section("DockerManifest", "A name for images of several platforms.", {
  id: text(),
  name_template: text(),
  skip_push: toggle(),
  image_templates: texts(),
  create_flags: texts(),
  push_flags: texts(),
  use: text(),
  retry: retry,
});

/** The file of image digests. */
export const dockerDigest = section("DockerDigest", "The file of image digests.", {
  disable: toggle(),
  name_template: text(),
});

/** What Docker Hub says of an image. */
export const dockerHub = section("DockerHub", "What Docker Hub says of an image.", {
  username: text(),
  secret_name: text(),
  images: texts(),
  disable: text(),
  description: text(),
  full_description: shorthand(includedText, "text"),
});
