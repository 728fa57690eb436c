import { flag, section, text, whole } from "../words.ts";

/** What an archive says of a file. */
export const fileInfo = section("FileInfo", "What an archive says of a file.", {
  owner: text("Owner; template."),
  group: text("Group; template."),
  mode: whole("Permissions."),
  mtime: text("Time in RFC 3339; template."),
});

/** Files to take along. */
export const file = section("File", "Files to take along.", {
  src: text("Glob; template."),
  dst: text("Folder or name in the archive; template."),
  strip_parent: flag("Drop the folders of what is found."),
  info: fileInfo,
});

/** Extra files, found by a glob. */
export const extraFile = section("ExtraFile", "Extra files, found by a glob.", {
  glob: text("Glob; template."),
  name_template: text("Another name; only for a glob that finds one file."),
});
