import { flag, section, shorthands, text, texts } from "../words.ts";

/** A command. */
export const hook = section("Hook", "A command.", {
  cmd: text("The command; template. Split like a shell does, but no shell runs it."),
  dir: text("Folder to run in; template."),
  env: texts("More variables, `NAME=value`; templates."),
  output: flag("Show what it prints."),
  if: text("Template; the command runs unless it gives `false`."),
});

/** Commands around each target. */
export const buildHookConfig = section("BuildHookConfig", "Commands around each target.", {
  pre: shorthands(hook, "cmd", "Before the target is built."),
  post: shorthands(hook, "cmd", "After the target is built."),
});
