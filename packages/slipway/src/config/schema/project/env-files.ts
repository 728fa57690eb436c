import { section, text } from "../words.ts";

/** Files that hold one token each. */
export const envFiles = section("EnvFiles", "Files that hold one token each.", {
  github_token: text("File with the GitHub token.", { default: "~/.config/goreleaser/github_token" }),
  gitlab_token: text("File with the GitLab token.", { default: "~/.config/goreleaser/gitlab_token" }),
  gitea_token: text("File with the Gitea token.", { default: "~/.config/goreleaser/gitea_token" }),
});
