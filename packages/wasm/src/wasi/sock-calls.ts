import { SOCKET } from "../vfs/backend.ts";
import { fail } from "../vfs/fs-error.ts";
import type { Call, System } from "./system.ts";

/**
 * The four socket calls. Preview1 cannot make a socket, and this host hands none to a program, so every open descriptor is
 * ENOTSOCK; the calls exist because a program that imports them would not start without.
 */
export function sockCalls({ descriptors }: System): Record<string, Call> {
  const refuse = (fd: number): void => {
    const { file } = descriptors.get(fd);
    fail(file.type === SOCKET ? "ENOTSUP" : "ENOTSOCK");
  };
  return { sock_accept: refuse, sock_recv: refuse, sock_send: refuse, sock_shutdown: refuse };
}
