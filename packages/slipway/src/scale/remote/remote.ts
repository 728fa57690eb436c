/** What a remote cache keeps: signed entries that say what a task made, and bytes by their digest. */
export type Space = "actions" | "blobs";

/** The name of one object. */
export interface RemoteKey {
  readonly space: Space;
  /** 64 lower-case hex digits: a task's content key, or the SHA-256 of the bytes. */
  readonly name: string;
  /** Bytes of a blob. */
  readonly size?: number;
}

/** How a request may take. */
export interface RemoteRequest {
  readonly signal: AbortSignal;
}

/** How a read may take. */
export interface RemoteRead extends RemoteRequest {
  /** Bytes that are read at most; more is an error of type `too-large`. */
  readonly limit: number;
}

/**
 * A place where machines share finished work: one file a back end. It moves bytes and judges none of them: signatures,
 * digests, time limits and what to do about failures are the caller's.
 *
 * Every method throws `RemoteError` only.
 */
export interface Remote {
  /** For messages: which remote this is, without credentials. */
  readonly name: string;
  /** Bytes of one object that it takes at most. */
  readonly maxBytes: number;
  /** Outputs up to so many bytes travel inside the entry, since a request costs more than they do. */
  readonly inlineBytes: number;
  /** Work that took fewer milliseconds is not kept here. */
  readonly leastMs: number;
  /** Requests that it takes side by side. */
  readonly atOnce: number;
  /** Which of these are there, as far as can be told cheaply: none of them is no mistake. */
  has(keys: readonly RemoteKey[], request: RemoteRequest): Promise<ReadonlySet<RemoteKey>>;
  /** The bytes, or `undefined` where there are none. */
  get(key: RemoteKey, read: RemoteRead): Promise<Uint8Array | undefined>;
  put(key: RemoteKey, bytes: Uint8Array, request: RemoteRequest): Promise<void>;
  /** Whether it can be used, and with `write` written to: where that can be told without a request to anybody. */
  look?(write: boolean): Promise<void>;
  /** Where objects can be removed: this one. */
  remove?(key: RemoteKey): Promise<void>;
  /** Called once, when nothing more is asked. */
  close?(): Promise<void>;
}

/**
 * What went wrong: nobody answers, the line broke, it took too long, it asks for patience, it failed, it refused who we
 * are, it has no room, what came is too much, or is not what was asked for.
 */
export type RemoteFailure =
  | "unreachable"
  | "cut"
  | "slow"
  | "busy"
  | "server"
  | "refused"
  | "expired"
  | "full"
  | "too-large"
  | "damaged";

/** A failure of a remote. The message holds no credentials and no address with a login. */
export class RemoteError extends Error {
  override readonly name = "RemoteError";
  readonly type: RemoteFailure;

  constructor(type: RemoteFailure, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.type = type;
  }

  /** Whether the same request may work in a moment. */
  get passing(): boolean {
    return this.type === "cut" || this.type === "busy" || this.type === "server";
  }
}

/** `actions/ab/abcd…`: where back ends that have paths put an object. */
export function pathOf({ space, name }: RemoteKey): string {
  return `${space}/${name.slice(0, 2)}/${name}`;
}
