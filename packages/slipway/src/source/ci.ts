import type { CiFacts } from "./facts.ts";

/** Which CI system runs us, told by its own variables; `undefined` outside of CI. */
export function ciFacts(env: Readonly<Record<string, string>>): CiFacts | undefined {
  // Forgejo and Gitea Actions also set GITHUB_ACTIONS, so they are asked first.
  if (env["FORGEJO_ACTIONS"] === "true" || env["GITEA_ACTIONS"] === "true")
    return { name: "forgejo", pullRequest: isPullRequest(env) };
  if (env["GITHUB_ACTIONS"] === "true") return { name: "github", pullRequest: isPullRequest(env) };
  if (env["GITLAB_CI"]) return { name: "gitlab", pullRequest: env["CI_PIPELINE_SOURCE"] === "merge_request_event" };
  const ci = env["CI"];
  return ci && ci !== "false" && ci !== "0" ? { name: "other", pullRequest: false } : undefined;
}

function isPullRequest(env: Readonly<Record<string, string>>): boolean {
  return env["GITHUB_EVENT_NAME"]?.startsWith("pull_request") ?? false;
}
