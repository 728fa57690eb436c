/** Whether npm's registry takes a new package of this name: no capitals, no leading dot or underscore, at most 214 characters. */
export function isPackageName(name: string): boolean {
  return name.length <= 214 && /^(?:@[a-z0-9-][a-z0-9._-]*\/)?[a-z0-9-][a-z0-9._-]*$/.test(name);
}
