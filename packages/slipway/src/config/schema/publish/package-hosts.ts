import { list, mapOf, oneOrMore, section, text, texts, toggle, word } from "../words.ts";

/** Upload to Gemfury. */
export const fury = section("Fury", "Upload to Gemfury.", {
  account: text(),
  ids: texts(),
  formats: list(word(["apk", "deb", "rpm", "src.rpm"])),
  secret_name: text(),
  disable: text(),
});

/** Upload to Cloudsmith. */
export const cloudsmith = section("Cloudsmith", "Upload to Cloudsmith.", {
  ids: texts(),
  organization: text(),
  repository: text(),
  formats: list(word(["apk", "deb", "rpm", "src.rpm"])),
  secret_name: text(),
  disable: text(),
  distributions: mapOf(oneOrMore(text())),
  component: text(),
  republish: toggle(),
});
