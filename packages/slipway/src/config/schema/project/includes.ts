import { section, text, textMap } from "../words.ts";

/** A file of the project. */
export const includeFromFile = section("IncludeFromFile", "A file of the project.", {
  path: text("Path from the project folder."),
});

/** A file behind an address. */
export const includeFromURL = section("IncludeFromURL", "A file behind an address.", {
  url: text("Address."),
  headers: textMap("Headers of the request; `${NAME}` reads the environment."),
});

/** Another file of this language, joined with this one. */
export const include = section("Include", "Another file of this language, joined with this one.", {
  from_url: includeFromURL,
  from_file: includeFromFile,
});

/** Text, or where to read it. */
export const includedText = section("IncludedText", "Text, or where to read it.", {
  text: text(),
  from_file: includeFromFile,
  from_url: includeFromURL,
});
