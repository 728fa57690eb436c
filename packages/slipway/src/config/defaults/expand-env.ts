/** What may follow `$` besides a name, each alone (Go `os.Expand`, `isShellSpecialVar`). */
const SPECIAL = "*#$@!?-0123456789";

/**
 * Go's `os.ExpandEnv`: `$NAME` and `${NAME}` become the variable's value, or nothing. GoReleaser does this to
 * `builds.env` before templates.
 */
export function expandEnv(text: string, env: Readonly<Record<string, string>>): string {
  const valueOf = (name: string): string => (Object.hasOwn(env, name) ? (env[name] ?? "") : "");
  let result = "";
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? "";
    if (character !== "$" || index === text.length - 1) {
      result += character;
      continue;
    }
    const { name, length } = variableAt(text.slice(index + 1));
    // A `$` before nothing that could be a name stays; broken braces are eaten, as Go does.
    if (name === "" && length === 0) result += character;
    else result += valueOf(name);
    index += length;
  }
  return result;
}

function variableAt(rest: string): { name: string; length: number } {
  if (rest.startsWith("{")) {
    const special = rest[1] ?? "";
    if (rest.length > 2 && SPECIAL.includes(special) && rest[2] === "}") return { name: special, length: 3 };
    const end = rest.indexOf("}");
    if (end < 0) return { name: "", length: 1 };
    return end === 1 ? { name: "", length: 2 } : { name: rest.slice(1, end), length: end + 1 };
  }
  const first = rest[0] ?? "";
  if (first !== "" && SPECIAL.includes(first)) return { name: first, length: 1 };
  const name = /^[A-Za-z0-9_]*/u.exec(rest)?.[0] ?? "";
  return { name, length: name.length };
}
