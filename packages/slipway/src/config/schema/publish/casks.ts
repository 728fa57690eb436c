import { commitAuthor } from "../release/commit-author.ts";
import { repoRef } from "../release/repository.ts";
import { list, section, text, textMap, texts, toggle } from "../words.ts";

/** Shell completions of a cask. */
export const homebrewCaskCompletions = section("HomebrewCaskCompletions", "Shell completions of a cask.", {
  bash: text(),
  zsh: text(),
  fish: text(),
});

/** What a cask does not go together with. */
export const homebrewCaskConflict = section("HomebrewCaskConflict", "What a cask does not go together with.", {
  cask: text(),
  formula: text(undefined, { deprecated: "cask" }),
});

/** What a cask needs. */
export const homebrewCaskDependency = section("HomebrewCaskDependency", "What a cask needs.", {
  cask: text(),
  formula: text(),
});

/** Shell completions that the program prints. */
export const homebrewCaskGeneratedCompletions = section(
  "HomebrewCaskGeneratedCompletions",
  "Shell completions that the program prints.",
  {
    executable: text(),
    args: texts(),
    base_name: text(),
    shell_parameter_format: text(),
    shells: texts(),
  },
);

/** Ruby that runs at installation or removal. */
export const homebrewCaskHook = section("HomebrewCaskHook", "Ruby that runs at installation or removal.", {
  install: text(),
  uninstall: text(),
});

/** Ruby before and after. */
export const homebrewCaskHooks = section("HomebrewCaskHooks", "Ruby before and after.", {
  pre: homebrewCaskHook,
  post: homebrewCaskHook,
});

/** Where a cask is downloaded. */
export const homebrewCaskURL = section("HomebrewCaskURL", "Where a cask is downloaded.", {
  template: text(),
  verified: text(),
  using: text(),
  cookies: textMap(),
  referer: text(),
  headers: texts(),
  user_agent: text(),
  data: textMap(),
});

/** What a removal takes away. */
export const homebrewCaskUninstall = section("HomebrewCaskUninstall", "What a removal takes away.", {
  launchctl: texts(),
  quit: texts(),
  login_item: texts(),
  delete: texts(),
  trash: texts(),
});

/** A Homebrew cask. */
export const homebrewCask = section("HomebrewCask", "A Homebrew cask.", {
  name: text(),
  repository: repoRef,
  commit_author: commitAuthor,
  commit_msg_template: text(),
  directory: text(),
  caveats: text(),
  description: text(),
  homepage: text(),
  skip_upload: toggle(),
  custom_block: text(),
  ids: texts(),
  service: text(),
  binaries: texts(),
  manpages: texts(),
  url: homebrewCaskURL,
  completions: homebrewCaskCompletions,
  dependencies: list(homebrewCaskDependency),
  conflicts: list(homebrewCaskConflict),
  hooks: homebrewCaskHooks,
  uninstall: homebrewCaskUninstall,
  zap: homebrewCaskUninstall,
  generate_completions_from_executable: homebrewCaskGeneratedCompletions,
  license: text(),
  manpage: text(undefined, { deprecated: "manpages" }),
  binary: text(undefined, { deprecated: "binaries" }),
  alternative_names: texts(),
  app: text(),
});
