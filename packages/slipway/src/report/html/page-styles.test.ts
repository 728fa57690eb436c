import assert from "node:assert/strict";
import test from "node:test";
import { PAGE_STYLES } from "./page-styles.ts";

/** The colour tokens of both themes; what the dark one leaves out is that of the light one. */
function themes(): readonly (readonly [string, ReadonlyMap<string, string>])[] {
  const [light = "", dark = ""] = PAGE_STYLES.split("@media (prefers-color-scheme: dark)");
  const tokens = (text: string): [string, string][] =>
    [...text.split("* {")[0]!.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = "", value = ""]) => [
      name,
      value,
    ]);
  return [
    ["light", new Map(tokens(light))],
    ["dark", new Map([...tokens(light), ...tokens(dark)])],
  ];
}

/** Relative luminance and contrast as WCAG 2 defines them. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

test("text of both themes has a contrast of at least 4.5 to 1 on what it stands on", () => {
  const pairs = [
    ...["ink", "muted", "accent", "good", "warn", "bad"].flatMap((text) => [
      [text, "paper"],
      [text, "surface"],
    ]),
    ...["accent", "good", "warn", "bad"].map((text) => [text, `${text}-bg`]),
    ...[1, 2, 3, 4, 5, 6, 7, 8].map((index) => ["on-colour", `c${index}`]),
  ];
  for (const [theme, tokens] of themes()) {
    for (const [text = "", ground = ""] of pairs) {
      const ratio = contrast(tokens.get(text) ?? "#000000", tokens.get(ground) ?? "#000000");
      assert.ok(ratio >= 4.5, `${theme}: --${text} on --${ground} has ${ratio.toFixed(2)}`);
    }
  }
});
