import { discord, mattermost, slack, teams, telegram } from "./chat.ts";
import { discourse, openCollective, smtp, webhook } from "./post.ts";
import { bluesky, linkedIn, mastodon, reddit, twitter } from "./social.ts";
import { section, toggle } from "../words.ts";

/** Telling the world. */
export const announce = section("Announce", "Telling the world.", {
  skip: toggle(),
  twitter: twitter,
  mastodon: mastodon,
  reddit: reddit,
  slack: slack,
  discord: discord,
  teams: teams,
  smtp: smtp,
  mattermost: mattermost,
  linkedin: linkedIn,
  telegram: telegram,
  webhook: webhook,
  opencollective: openCollective,
  bluesky: bluesky,
  discourse: discourse,
});
