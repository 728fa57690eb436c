import { iconResources } from "./icon-resources.ts";
import { RESOURCE } from "./pe-constants.ts";
import type { NewResource } from "./write-resources.ts";
import { writeVersionInfo } from "./write-version-info.ts";

/** What Windows shows of a program and how it starts it. */
export interface ProgramResources {
  /** An `.ico` file. */
  readonly icon?: Uint8Array;
  /** The XML of an application manifest. */
  readonly manifest?: Uint8Array;
  /** `1.2.3` or `v1.2.3-rc.1`; four numbers at most count. */
  readonly version?: string;
  /** Texts of the version resource: `ProductName`, `CompanyName`, `FileDescription`, `LegalCopyright` ... */
  readonly strings?: Readonly<Record<string, string>>;
}

/**
 * The resources of a program, for `addResources` or `writeSyso`.
 *
 * @throws FormatError when the icon is none
 * @throws RangeError when a number of the version is above 65535
 */
export function programResources({ icon, manifest, version, strings }: ProgramResources): readonly NewResource[] {
  const resources: NewResource[] = [];
  if (icon !== undefined) resources.push(...iconResources(icon));
  if (version !== undefined || strings !== undefined) {
    const number = version ?? "0.0.0";
    const versions = version === undefined ? {} : { FileVersion: version, ProductVersion: version };
    const bytes = writeVersionInfo({
      fileVersion: number,
      productVersion: number,
      strings: { ...versions, ...strings },
    });
    resources.push({ type: RESOURCE.VERSION, name: 1, bytes });
  }
  if (manifest !== undefined) resources.push({ type: RESOURCE.MANIFEST, name: 1, bytes: manifest });
  return resources;
}
