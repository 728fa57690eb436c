/** An action of GitHub, pinned to the commit that its tag pointed to when it was looked at. */
export interface PinnedAction {
  readonly repository: string;
  readonly version: string;
  /** 40 hex digits. */
  readonly commit: string;
}

/** The actions that workflows use. A project refreshes them for itself with `slipway ci update`. */
export const PINNED_ACTIONS: readonly PinnedAction[] = [
  { repository: "actions/checkout", version: "v7.0.1", commit: "3d3c42e5aac5ba805825da76410c181273ba90b1" },
  { repository: "actions/setup-go", version: "v7.0.0", commit: "b7ad1dad31e06c5925ef5d2fc7ad053ef454303e" },
  { repository: "actions/setup-node", version: "v7.0.0", commit: "820762786026740c76f36085b0efc47a31fe5020" },
  { repository: "actions/upload-artifact", version: "v7.0.0", commit: "bbbca2ddaa5d8feaa63e36b76fdaad77386f024f" },
  { repository: "actions/download-artifact", version: "v8.0.1", commit: "3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c" },
];

/** Forgejo and Gitea serve the artifact actions of version 3 only; the others are the same commits. */
export const FORGEJO_ACTIONS: readonly PinnedAction[] = [
  ...PINNED_ACTIONS.filter(({ repository }) => !repository.endsWith("-artifact")),
  { repository: "actions/upload-artifact", version: "v3.2.1", commit: "ff15f0306b3f739f7b6fd43fb5d26cd321bd4de5" },
  { repository: "actions/download-artifact", version: "v3.1.0", commit: "a9bc5e6ef2cb54c177f32aa5726adaa15e7e2d59" },
];
