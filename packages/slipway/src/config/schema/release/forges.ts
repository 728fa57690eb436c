import { flag, section, text } from "../words.ts";

/** Addresses of a GitHub of your own. */
export const gitHubURLs = section("GitHubURLs", "Addresses of a GitHub of your own.", {
  api: text(),
  upload: text(),
  download: text(),
  skip_tls_verify: flag(),
});

/** Addresses of a GitLab of your own. */
export const gitLabURLs = section("GitLabURLs", "Addresses of a GitLab of your own.", {
  api: text(),
  download: text(),
  skip_tls_verify: flag(),
  use_package_registry: flag(),
  use_job_token: flag(),
});

/** Addresses of a Gitea or Forgejo. */
export const giteaURLs = section("GiteaURLs", "Addresses of a Gitea or Forgejo.", {
  api: text(),
  download: text(),
  skip_tls_verify: flag(),
});
