import { flag, flags, section, text, texts, word } from "../words.ts";

/** `wasm`: what is made of programs for the web beside archives. */
export const wasm = section("Wasm", "What is made of programs for js and wasip1.", {
  ids: texts("Builds; without it every program for js or wasip1."),
  opt: flags("Flags of wasm-opt, as words or one text; without them it is not run.", {
    examples: ["-Oz --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext"],
  }),
  bundle: word(["none", "zip", "tar.gz", "npm"], "The form of a bundle that a web server or npm takes.", {
    default: "none",
  }),
  name_template: text("The bundle's name, without its ending.", {
    default: "{{ .ProjectName }}_{{ .Version }}_{{ .Os }}_web",
  }),
  page: text('An HTML file with `<script type="module" src="slipway.js">`; without one a page that shows the output.'),
  assets: text("A folder with more files of the page."),
  source: text("The folder of the program's Go files, which give names to the types.", { default: "." }),
  package: text("The name of the npm package.", { default: "the project's name" }),
  compress: flag("Whether .gz and .br lie beside the files, for servers that send them as they are.", {
    default: true,
  }),
});
