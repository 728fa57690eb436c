import { flag, list, section, text, textMap, texts, toggle, whole } from "../words.ts";

/** A topic on Discourse. */
export const discourse = section("Discourse", "A topic on Discourse.", {
  enabled: toggle(),
  title_template: text(),
  message_template: text(),
  server: text(),
  category_id: whole(),
  username: text(),
});

/** An update on Open Collective. */
export const openCollective = section("OpenCollective", "An update on Open Collective.", {
  enabled: toggle(),
  slug: text(),
  title_template: text(),
  message_template: text(),
});

/** A mail. */
export const smtp = section("SMTP", "A mail.", {
  enabled: toggle(),
  host: text(),
  port: whole(),
  username: text(),
  from: text(),
  to: texts(),
  subject_template: text(),
  body_template: text(),
  insecure_skip_verify: flag(),
});

/** A call of an address. */
export const webhook = section("Webhook", "A call of an address.", {
  enabled: toggle(),
  skip_tls_verify: flag(),
  message_template: text(),
  endpoint_url: text(),
  headers: textMap(),
  content_type: text(),
  expected_status_codes: list(whole()),
});
