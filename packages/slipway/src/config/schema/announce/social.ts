import { section, text, toggle } from "../words.ts";

/** A post on Bluesky. */
export const bluesky = section("Bluesky", "A post on Bluesky.", {
  enabled: toggle(),
  username: text(),
  message_template: text(),
});

/** A post on LinkedIn. */
export const linkedIn = section("LinkedIn", "A post on LinkedIn.", {
  enabled: toggle(),
  message_template: text(),
});

/** A post on Mastodon. */
export const mastodon = section("Mastodon", "A post on Mastodon.", {
  enabled: toggle(),
  message_template: text(),
  server: text(),
});

/** A post on Reddit. */
export const reddit = section("Reddit", "A post on Reddit.", {
  enabled: toggle(),
  application_id: text(),
  username: text(),
  title_template: text(),
  url_template: text(),
  sub: text(),
});

/** A post on Twitter. */
export const twitter = section("Twitter", "A post on Twitter.", {
  enabled: toggle(),
  message_template: text(),
});
