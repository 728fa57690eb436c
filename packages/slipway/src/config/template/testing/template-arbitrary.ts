import * as fc from "fast-check";

/** A type and not an interface, since fast-check wants an index signature. */
type Parts = {
  text: string;
  number: string;
  truth: string;
  list: string;
  map: string;
  any: string;
  node: string;
  body: string;
  inner: string;
};

function call(name: string, ...values: fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc.tuple(...values).map((words) => [name, ...words].join(" "));
}

function piped(value: fc.Arbitrary<string>, ...commands: string[]): fc.Arbitrary<string> {
  return fc.tuple(value, fc.constantFrom(...commands)).map((parts) => parts.join(" | "));
}

function inner(value: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return value.map((text) => (/^\S+$|^"[^"]*"$/.test(text) ? text : `(${text})`));
}

function joined(...parts: (fc.Arbitrary<string> | string)[]): fc.Arbitrary<string> {
  return fc
    .tuple(...parts.map((part) => (typeof part === "string" ? fc.constant(part) : part)))
    .map((texts) => texts.join(""));
}

const TRIMS = [
  ["{{", "}}"],
  ["{{ ", " }}"],
  ["{{- ", " -}}"],
  ["{{- ", "}}"],
  ["{{", " -}}"],
] as const;

function action(content: fc.Arbitrary<string> | string, before = ""): fc.Arbitrary<string> {
  const text = typeof content === "string" ? fc.constant(content) : content;
  return fc
    .tuple(fc.constantFrom(...TRIMS), text)
    .map(([[open, close], inside]) => `${open}${before}${inside}${close}`);
}

const VERBS = "vdsqxXtTcUeEfgGbo".split("");
const format = fc
  .array(
    fc.tuple(
      fc.constantFrom("", "+", "-", "#", "0", " ", "#0", "-+", "[1]", "[2]", "[9]"),
      fc.constantFrom("", "1", "5", "12", "*"),
      fc.constantFrom("", ".", ".0", ".2", ".10", ".*"),
      fc.constantFrom(...VERBS, "%", "z", "!"),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map(
    (verbs) => `"${verbs.map(([flag, width, precision, verb]) => `%${flag}${width}${precision}${verb}`).join("|")}"`,
  );

/**
 * Templates over the fixed data, most of them right: what is wrong is wrong in the ways of people.
 *
 * Nothing prints a function or the whole data, where Go shows addresses.
 */
const grammar = fc.letrec<Parts>((tie) => {
  const text = inner(tie("text"));
  const number = inner(tie("number"));
  const truth = inner(tie("truth"));
  const list = inner(tie("list"));
  const map = inner(tie("map"));
  const any = inner(tie("any"));
  return {
    text: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      fc.constantFrom(
        ".ProjectName",
        ".Empty",
        ".Text",
        ".Version",
        "$.Tag",
        ".Env.FOO",
        ".Nested.A.B",
        "$.Runtime.Goos",
        ".Map.a",
        '"a"',
        '""',
        '"é\\n\\x00"',
        "`raw`",
        '"1.2.3"',
        "$s",
      ),
      call("print", any, any),
      call("println", any),
      call("printf", format, any),
      call("printf", format, any, any),
      call("printf", format, number, any, any),
      call("replace", text, text, text),
      call("html", any),
      call("js", text),
      call("urlquery", any),
      call("tolower", text),
      call("toupper", text),
      call("trim", text),
      call("trimprefix", text, text),
      call("dir", text),
      call("base", text),
      call("index", list, fc.constantFrom("0", "1", "2")),
      call("index", map, text),
      call("indexOrDefault", map, text, text),
      call("envOrDefault", text, text),
      call("call .Join", text, text, text),
      call("time", text),
      call(".Now.Format", text),
      piped(tie("text"), "print", "toupper", 'printf "%q"', "html", "trim", 'replace "a" "b"', "urlPathEscape"),
      call("slice", text, fc.constantFrom("0", "1", "2")),
      call("slice", text, fc.constantFrom("0", "1"), fc.constantFrom("1", "2")),
      call("or", text, text),
    ),
    number: fc.oneof(
      { maxDepth: 2, depthSize: "small" },
      fc.constantFrom(
        "0",
        "1",
        "2",
        "-1",
        "7",
        "0x1F",
        "1_000",
        "'a'",
        "1.5",
        "2.0",
        ".25",
        "1e3",
        "1e30",
        "2.5e-7",
        "9223372036854775807",
        ".Int",
        ".Neg",
        "$.Major",
        ".Timestamp",
        ".Float",
        ".Big",
        "$n",
        ".Now.Year",
        ".Now.Month",
        ".Now.Unix",
        "0b101",
        "3i",
      ),
      call("len", fc.oneof(text, list, map)),
      call("call .Add", fc.constantFrom("1", "2", ".Int"), fc.constantFrom("3", ".Neg", ".Major")),
      call("index", text, fc.constantFrom("0", "1")),
    ),
    truth: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      fc.constantFrom("true", "false", ".True", "$.False", ".Nil"),
      call("eq", text, text),
      call("eq", number, number),
      call("ne", text, text),
      fc.tuple(fc.constantFrom("lt", "le", "gt", "ge"), number, number).map((words) => words.join(" ")),
      fc.tuple(fc.constantFrom("lt", "le", "gt", "ge"), text, text).map((words) => words.join(" ")),
      call("and", any, any),
      call("or", any, truth, any),
      call("not", any),
      call("contains", text, text),
      call("isEnvSet", text),
      piped(tie("any"), "not", "and true", "or false"),
    ),
    list: fc.oneof(
      { maxDepth: 2, depthSize: "small" },
      fc.constantFrom(".List", ".NoList", "$.List", "$l"),
      call("list", text, text),
      call("split", text, text),
      call("slice", list, fc.constantFrom("0", "1")),
    ),
    map: fc.oneof({ maxDepth: 2, depthSize: "small" }, fc.constantFrom(".Map", ".Env"), call("map", text, text)),
    any: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      { weight: 6, arbitrary: tie("text") },
      { weight: 4, arbitrary: tie("number") },
      { weight: 3, arbitrary: tie("truth") },
      { weight: 2, arbitrary: tie("list") },
      { weight: 1, arbitrary: tie("map") },
      {
        weight: 2,
        arbitrary: fc.constantFrom(
          ".Any",
          ".Nested",
          ".Nested.L",
          ".Runtime",
          ".Authors",
          "(print .Now)",
          ".Now.Weekday",
          "(index .Any 5)",
          "(index .Authors 1).Name",
          ".Nested.Nil",
        ),
      },
      // Wrong ones: fields that are not there, words that are no functions, arguments too many.
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          ".Nope",
          ".Int.X",
          ".Nil.X",
          "nil",
          "nope 1",
          "call .Fail",
          "$z",
          "1 2",
          ".Map.zz",
          "len 1 2",
          "tolower 1",
          "call .Int",
          "index .List 9",
          '"a',
        ),
      },
    ),
    node: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      {
        weight: 4,
        arbitrary: fc.constantFrom(
          "text",
          " ",
          "\n",
          " \n\t ",
          "}",
          "{",
          "é",
          "{{/* note */}}",
          " {{- /* note */ -}} ",
        ),
      },
      { weight: 8, arbitrary: action(tie("any")) },
      { weight: 2, arbitrary: action(tie("text"), "$s := ") },
      { weight: 2, arbitrary: action(tie("text"), "$s = ") },
      { weight: 1, arbitrary: action(tie("number"), "$n = ") },
      { weight: 1, arbitrary: action(tie("list"), "$l := ") },
      { weight: 3, arbitrary: joined(action(tie("any"), "if "), tie("body"), action("end")) },
      {
        weight: 3,
        arbitrary: joined(
          action(tie("truth"), "if "),
          tie("body"),
          action(tie("truth"), "else if "),
          tie("body"),
          action("else"),
          tie("body"),
          action("end"),
        ),
      },
      {
        weight: 2,
        arbitrary: joined(action(tie("any"), "with "), tie("inner"), action("else"), tie("body"), action("end")),
      },
      {
        weight: 2,
        arbitrary: joined(
          action(tie("any"), "with $w := "),
          tie("inner"),
          action(tie("text"), "else with "),
          tie("inner"),
          action("end"),
        ),
      },
      { weight: 3, arbitrary: joined(action(tie("list"), "range "), tie("inner"), action("end")) },
      {
        weight: 2,
        arbitrary: joined(
          action(fc.constantFrom(".Any", ".Nested.L", ".Authors", "3", ".Major", ".Nested", ".Nil", ".Text"), "range "),
          tie("inner"),
          action("else"),
          tie("body"),
          action("end"),
        ),
      },
      {
        weight: 2,
        arbitrary: joined(
          action(fc.oneof(tie("map"), tie("list")), "range $i, $e := "),
          fc.constantFrom("{{$i}}={{$e}} ", "{{$e}},", ""),
          tie("inner"),
          action("end"),
        ),
      },
      {
        weight: 2,
        arbitrary: joined(
          fc.constantFrom('{{define "t"}}', '{{block "t" .Int}}', "{{define `u`}}"),
          "{{$s := 1}}{{$l := 2}}{{$n := 3}}",
          fc.constantFrom("{{.}}", "{{print . | len}}", "{{$}}"),
          action("end"),
        ),
      },
      { weight: 1, arbitrary: fc.constantFrom('{{template "t" .List}}', '{{template "u" 1}}', '{{template "v"}}') },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          "{{break}}",
          "{{continue}}",
          "{{end}}",
          "{{else}}",
          "{{",
          "}}",
          "{{.Int",
          "{{(}}",
          "{{1 | 2}}",
        ),
      },
    ),
    body: fc.array(tie("node"), { maxLength: 2, size: "small" }).map((nodes) => nodes.join("")),
    inner: joined(
      fc
        .array(action(fc.oneof(fc.constantFrom("$.Int", "$s", "$n", "print $l")), ""), { maxLength: 2 })
        .map((nodes) => nodes.join("")),
      fc.constantFrom(
        "{{.}}",
        "{{print .}}",
        '{{printf "%v %T" . .}}',
        "{{.Name}}",
        "{{if .}}{{break}}{{end}}",
        "{{if eq . 1}}{{continue}}{{end}}",
        "x",
        "{{with .}}{{.}}{{end}}",
        "{{len .}}",
      ),
    ),
  };
});

/** Whole templates; the variables that they use are declared at their start. */
export const templateArbitrary: fc.Arbitrary<string> = fc
  .array(grammar.node, { minLength: 1, maxLength: 4 })
  .map((nodes) => `{{$s := "s"}}{{$n := 5}}{{$l := list "x" "y"}}${nodes.join("")}`);
