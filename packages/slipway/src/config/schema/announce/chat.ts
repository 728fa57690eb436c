import { list, untyped, section, text, textOrNumber, toggle, word } from "../words.ts";

/** Slack's own language. The name `Internal` is in GoReleaser's schema; nobody writes it. */
const slackBlock = untyped("SlackBlock", ["Internal"]);

/** A message to Discord. */
export const discord = section("Discord", "A message to Discord.", {
  enabled: toggle(),
  message_template: text(),
  author: text(),
  color: text(),
  icon_url: text(),
});

/** A message to Mattermost. */
export const mattermost = section("Mattermost", "A message to Mattermost.", {
  enabled: toggle(),
  message_template: text(),
  title_template: text(),
  color: text(),
  channel: text(),
  username: text(),
  icon_emoji: text(),
  icon_url: text(),
});

/** A message to Slack. */
export const slack = section("Slack", "A message to Slack.", {
  enabled: toggle(),
  message_template: text(),
  channel: text(),
  username: text(),
  icon_emoji: text(),
  icon_url: text(),
  blocks: list(slackBlock),
  attachments: list(slackBlock),
});

/** A message to Microsoft Teams. */
export const teams = section("Teams", "A message to Microsoft Teams.", {
  enabled: toggle(),
  title_template: text(),
  message_template: text(),
  color: text(),
  icon_url: text(),
});

/** A message to Telegram. */
export const telegram = section("Telegram", "A message to Telegram.", {
  enabled: toggle(),
  message_template: text(),
  chat_id: textOrNumber(),
  parse_mode: word(["MarkdownV2", "HTML", "Markdown"], undefined, { default: "MarkdownV2" }),
  message_thread_id: textOrNumber(),
});
