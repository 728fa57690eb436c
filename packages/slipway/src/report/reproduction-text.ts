import type { Reproduction, TracedCause } from "../prove/reproduce/reproduction.ts";
import { variationText } from "../prove/reproduce/variation.ts";
import { placeText } from "./diff-text.ts";
import type { Style } from "./style.ts";

/** What a reproduction came to, for people. */
export function reproductionText(reproduction: Reproduction, style: Style): string {
  const { files, causes, varied, leftOut, reproducible } = reproduction;
  const equal = files.filter(({ result }) => result === "equal").length;
  const signed = files.filter(({ result }) => result === "equal-without-signature").length;
  const different = files.filter(({ result }) => result === "different" || result === "missing");
  const lines = [
    reproducible
      ? style.green(`reproducible: ${files.length} files are the same again`) +
        (signed > 0 ? `, ${signed} of them but for their signatures` : "")
      : style.red(`not reproducible: ${different.length} of ${files.length} files differ`) + `, ${equal} are the same`,
    `built twice from ${reproduction.commit.slice(0, 12)}, the second time from a clean clone with another`,
    `  ${varied.map((name) => name).join(", ")}`,
  ];
  for (const { name, reason } of leftOut)
    lines.push(style.dim(`  not varied wholly: ${variationText(name)} (${reason})`));
  if (!reproducible) {
    for (const file of different.slice(0, 20))
      lines.push(`  ${style.red(file.result === "missing" ? "missing" : "differs")} ${file.path}`);
    if (different.length > 20) lines.push(`  and ${different.length - 20} more`);
    if (different.some(({ result }) => result === "missing"))
      lines.push(
        `  ${style.cyan("next:")} the rebuild makes no file of such a name: was the release made with this project file (-f), and under this name?`,
      );
    lines.push("", ...causes.filter(({ code }) => code !== "digest").flatMap((cause) => causeLines(cause, style)));
  }
  return `${lines.join("\n").trimEnd()}\n`;
}

function causeLines(cause: TracedCause, style: Style): string[] {
  const shown = cause.places.slice(0, 3).map((place) => `  ${style.dim("in")} ${placeText(place)}`);
  const more = cause.places.length > 3 ? [`  ${style.dim(`and ${cause.places.length - 3} more`)}`] : [];
  return [
    `${style.yellow(cause.code)}  ${cause.message}`,
    ...shown,
    ...more,
    `  ${style.dim("comes from")} ${culpritText(cause.variation)}`,
    `  ${style.cyan("fix:")} ${cause.fix}`,
    "",
  ];
}

function culpritText(culprit: TracedCause["variation"]): string {
  switch (culprit) {
    case "repetition":
      return "building again: nothing had to be varied (repetition)";
    case "checkout":
      return "the checkout, which has what a clone does not (checkout)";
    case "unknown":
      return "no single variation (unknown)";
    default:
      return `${variationText(culprit)} (${culprit})`;
  }
}
