import { anyMap, flag, list, mapOf, section, text, texts, toggle, whole, word } from "../words.ts";

/** A program of a snap. */
export const snapcraftAppMetadata = section("SnapcraftAppMetadata", "A program of a snap.", {
  command: text(),
  args: text(),
  adapter: text(),
  after: texts(),
  aliases: texts(),
  autostart: text(),
  before: texts(),
  bus_name: text(),
  command_chain: texts(),
  common_id: text(),
  completer: text(),
  daemon: text(),
  desktop: text(),
  environment: anyMap(),
  extensions: texts(),
  install_mode: text(),
  passthrough: anyMap(),
  plugs: texts(),
  post_stop_command: text(),
  refresh_mode: text(),
  reload_command: text(),
  restart_condition: text(),
  restart_delay: text(),
  slots: texts(),
  sockets: anyMap(),
  start_timeout: text(),
  stop_command: text(),
  stop_mode: text(),
  stop_timeout: text(),
  timer: text(),
  watchdog_timeout: text(),
});

/** A file in a snap. */
export const snapcraftExtraFiles = section("SnapcraftExtraFiles", "A file in a snap.", {
  source: text(),
  destination: text(),
  mode: whole(),
});

/** A path that a snap sees elsewhere. */
export const snapcraftLayoutMetadata = section("SnapcraftLayoutMetadata", "A path that a snap sees elsewhere.", {
  symlink: text(),
  bind: text(),
  bind_file: text(),
  type: text(),
});

/** A snap. */
export const snapcraft = section("Snapcraft", "A snap.", {
  name_template: text(),
  publish: flag(),
  id: text(),
  ids: texts(),
  name: text(),
  title: text(),
  summary: text(),
  description: text(),
  icon: text(),
  base: text(),
  license: text(),
  grade: word(["stable", "devel"], undefined, { default: "stable" }),
  channel_templates: texts(),
  confinement: word(["strict", "classic", "devmode"], undefined, { default: "strict" }),
  assumes: texts(),
  layout: mapOf(snapcraftLayoutMetadata),
  apps: mapOf(snapcraftAppMetadata),
  hooks: anyMap(),
  plugs: anyMap(),
  disable: toggle(),
  extra_files: list(snapcraftExtraFiles),
  builds: texts(undefined, { deprecated: "ids" }),
  templated_extra_files: list(snapcraftExtraFiles),
});
