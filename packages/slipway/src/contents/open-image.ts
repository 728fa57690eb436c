import { ArchiveError } from "../archive/archive-error.ts";
import type { Contents, Part } from "./container.ts";

/** Bytes of one manifest, index or configuration. */
const MAX_JSON = 8 << 20;
const MAX_DEPTH = 4;
const MAX_MANIFESTS = 1000;

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly platform: string;
}

/**
 * Sees an image where a folder or a tar holds one: an OCI layout, or what `docker save` writes. Its parts are named for what they are
 * (`linux/amd64/config`, `linux/amd64/layer 1`) and no more for their digests, which differ with their contents. Anything else is given back as it is.
 *
 * @throws ArchiveError when a manifest cannot be read
 */
export async function asImage(contents: Contents): Promise<Contents> {
  const files = new Map(contents.parts.map((part) => [part.name, part]));
  const parts =
    files.has("oci-layout") && files.has("index.json")
      ? await layoutParts(files)
      : files.has("manifest.json")
        ? await savedParts(files)
        : undefined;
  return parts === undefined ? contents : { ...contents, kind: "image", facts: {}, parts };
}

async function layoutParts(files: ReadonlyMap<string, Part>): Promise<readonly Part[]> {
  const parts: Part[] = [];
  const used = new Set<string>(["oci-layout", "index.json"]);
  const add = (name: string, digest: string): Part | undefined => {
    const blob = files.get(`blobs/${digest.replace(":", "/")}`);
    if (blob === undefined) return undefined;
    used.add(blob.name);
    // Whichever header a layout's tar gives a blob is none of the image's.
    parts.push({ ...blob, name, facts: {} });
    return blob;
  };
  const walk = async (part: Part, prefix: string, depth: number): Promise<void> => {
    const document = await readJson(part);
    const manifests = descriptors(document["manifests"]);
    const numbered = new Map<string, number>();
    for (const { digest, platform } of manifests.slice(0, MAX_MANIFESTS)) {
      const plain = [prefix, platform === "" ? "image" : platform].filter(Boolean).join("/");
      const seen = (numbered.get(plain) ?? 0) + 1;
      numbered.set(plain, seen);
      const name = seen === 1 ? plain : `${plain} (${seen})`;
      const blob = add(`${name}/manifest`, digest);
      if (blob !== undefined && depth < MAX_DEPTH) await walk(blob, name, depth + 1);
    }
    const [config] = descriptors([document["config"]]);
    if (config !== undefined) add(`${prefix}/config`, config.digest);
    for (const [index, layer] of descriptors(document["layers"]).entries())
      add(`${prefix}/layer ${index + 1}`, layer.digest);
  };
  const index = files.get("index.json")!;
  parts.push({ ...index, facts: {} });
  await walk(index, "", 0);
  return [...parts, ...[...files.values()].filter(({ name, type }) => type === "file" && !used.has(name))];
}

/** `manifest.json` lists images with `Config` and `Layers`, by path. Other tars may have a file of that name. */
async function savedParts(files: ReadonlyMap<string, Part>): Promise<readonly Part[] | undefined> {
  const list = await readJson(files.get("manifest.json")!).catch(() => undefined);
  const images = Array.isArray(list) ? (list as readonly Record<string, unknown>[]) : [];
  if (
    images.length === 0 ||
    !images.every((image) => typeof image?.["Config"] === "string" && Array.isArray(image["Layers"]))
  )
    return undefined;
  const parts: Part[] = [];
  const used = new Set<string>(["manifest.json"]);
  for (const [index, image] of images.entries()) {
    const prefix = images.length === 1 ? "image" : `image ${index + 1}`;
    const add = (name: string, path: string): void => {
      const file = files.get(path);
      if (file === undefined) return;
      used.add(path);
      parts.push({ ...file, name, facts: {} });
    };
    add(`${prefix}/config`, image["Config"] as string);
    for (const [layer, path] of (image["Layers"] as readonly unknown[]).entries())
      if (typeof path === "string") add(`${prefix}/layer ${layer + 1}`, path);
  }
  const manifest = files.get("manifest.json")!;
  return [
    { ...manifest, facts: {} },
    ...parts,
    ...[...files.values()].filter(({ name, type }) => type === "file" && !used.has(name)),
  ];
}

function descriptors(value: unknown): readonly Descriptor[] {
  const list = Array.isArray(value) ? (value as readonly unknown[]) : [];
  return list.flatMap((each): Descriptor[] => {
    if (typeof each !== "object" || each === null) return [];
    const { mediaType, digest, platform } = each as Record<string, unknown>;
    if (typeof digest !== "string" || !/^[a-z0-9]+:[0-9a-f]{32,128}$/.test(digest)) return [];
    const { os, architecture, variant } = (platform ?? {}) as Record<string, unknown>;
    const words = [os, architecture, variant].filter((word): word is string => typeof word === "string");
    return [{ mediaType: typeof mediaType === "string" ? mediaType : "", digest, platform: words.join("/") }];
  });
}

async function readJson(part: Part): Promise<Record<string, unknown>> {
  if (part.open === undefined || part.size > MAX_JSON)
    throw new ArchiveError("too-large", part.offset, `"${part.name}" has ${part.size} bytes`);
  const kept = await part.open();
  try {
    const text = new TextDecoder().decode(await kept.read(0, kept.size));
    const value = JSON.parse(text) as unknown;
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  } finally {
    await kept.release();
  }
  throw new ArchiveError("corrupt", part.offset, `"${part.name}" is no JSON`);
}
