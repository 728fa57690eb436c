import { list, section, text, textMap, texts, word } from "../words.ts";

const remote = section("CacheRemote", "A remote cache; credentials come from the environment.", {
  type: word(["directory", "s3", "turborepo", "github", "reapi"], "What it is."),
  mode: word(["read", "read-write"], "Whether it is written too.", {
    default: "read-write, and read on pull requests",
  }),
  path: text("`directory`: the folder, from the project's; template."),
  url: text("The server: `https://...` of s3 and turborepo, `grpc://` or `grpcs://` of reapi; template."),
  bucket: text("`s3`: the bucket; template."),
  region: text("`s3`: the region; template.", { default: "AWS_REGION, else us-east-1" }),
  prefix: text("`s3` and `github`: what the names of objects begin with; template.", { default: "slipway" }),
  team: text("`turborepo`: the team's id (`team_...`) or slug; template.", { default: "TURBO_TEAMID or TURBO_TEAM" }),
  instance: text("`reapi`: the instance's name; template."),
  headers: textMap("`reapi`: headers of every request; templates, so that their secrets stay in the environment."),
  timeout: text("How long one request may take.", { default: "30s" }),
});

/** Where machines share what they made. */
export const cache = section("Cache", "Where machines share what they made.", {
  trusted: texts("Public keys (`slipway cache key`) whose entries count, beside the key that signs here; templates."),
  max_size: text("Larger files are not shared.", { default: "500M" }),
  max_wait: text("How long all remotes together may hold up a run beyond half of what they save.", { default: "15s" }),
  remotes: list(remote, "Remote caches, asked in this order."),
});
