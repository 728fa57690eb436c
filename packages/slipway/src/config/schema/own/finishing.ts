import { flag, section, text, textMap, texts } from "../words.ts";

/** A library that cgo programs load and that is shipped with them. */
export const dylib = section("Dylib", "A library that programs load and that no system brings.", {
  ids: texts("Builds whose programs load it; all without it."),
  goos: texts("Operating systems; all without it."),
  goarch: texts("Architectures; all without it."),
  name: text("File name of the library as the program asks for it, for example `libssl.3.dylib`."),
  from: text("Where the library is on this machine, from the project's folder; template."),
  copy: flag("Put it beside the program, into dist and archives."),
  path: text("The path by which the program must ask for it; template.", {
    default: "with `copy` beside the program: `@executable_path/NAME`, on ELF a run path of `$ORIGIN`",
  }),
  rewrite: flag("Change the program so that it asks by that path, where it does not yet."),
});

/** What Windows shows of programs. */
export const windowsResource = section("WindowsResource", "Icon, manifest and version of Windows programs.", {
  ids: texts("Builds it is for; all without it."),
  goarch: texts("Architectures; all without it."),
  icon: text("An .ico file, from the project's folder; template."),
  manifest: text("An application manifest, from the project's folder; template."),
  version: text("File and product version; template.", { default: "{{ .Version }}" }),
  strings: textMap("More texts: `ProductName`, `CompanyName`, `FileDescription`, `LegalCopyright` ...; templates."),
});
