import { flag, section, text, texts, toggle, word } from "../words.ts";

/** Upload to Iru device management. */
export const iru = section("Iru", "Upload to Iru device management.", {
  url: text(),
  name: text(),
  ids: texts(),
  api_token: text(),
  library_item_id: text(),
  install_type: word(["package", "zip", "image"], undefined, { default: "zip" }),
  install_enforcement: word(["install_once", "continuously_enforce", "no_enforcement"], undefined, {
    default: "install_once",
  }),
  unzip_location: text(),
  audit_script: text(),
  preinstall_script: text(),
  postinstall_script: text(),
  show_in_self_service: flag(),
  self_service_category_id: text(),
  self_service_recommended: flag(),
  active: flag(),
  restart: flag(),
  disable: toggle(),
});
