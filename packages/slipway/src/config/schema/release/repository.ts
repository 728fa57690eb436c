import { flag, section, shorthand, text, word } from "../words.ts";

/** A repository that is reached with git. */
export const gitRepoRef = section("GitRepoRef", "A repository that is reached with git.", {
  url: text(),
  ssh_command: text(),
  private_key: text(),
});

/** What a pull request is for. */
export const pullRequestBase = section("PullRequestBase", "What a pull request is for.", {
  owner: text(),
  name: text(),
  branch: text(),
});

/** A pull request in place of a push. */
export const pullRequest = section("PullRequest", "A pull request in place of a push.", {
  enabled: flag(),
  base: shorthand(pullRequestBase, "branch"),
  draft: flag(),
  token: text(),
  check_boxes: flag(),
  body: text(),
});

/** The repository that is written to. */
export const repoRef = section("RepoRef", "The repository that is written to.", {
  owner: text(),
  name: text(),
  token: text(),
  branch: text(),
  git: gitRepoRef,
  pull_request: pullRequest,
  token_type: word(["github", "gitlab", "gitea"]),
});
