/** How long a thread stays awake after a request or a reply, in milliseconds. */
export const AWAKE = 0.5;
/** The most times that it does not, after it stayed awake in vain. */
const RARELY = 31;

interface Ping extends MessagePort {
  /** Node's: the port alone does not keep the process running. */
  unref?(): void;
}

/**
 * Whether staying awake is worth it. Where it was in vain, because nothing came or because the other thread got no core meanwhile, it is done without
 * more and more often, until it pays off again.
 */
export class Patience {
  #vain = 0;
  #left = 0;

  /** To be asked each time. */
  worthIt(): boolean {
    return this.#left-- <= 0;
  }

  /** Tells how it went. */
  learn(paidOff: boolean): void {
    this.#left = this.#vain = paidOff ? 0 : Math.min(2 * this.#vain + 1, RARELY);
  }
}

/**
 * Gives what keeps this thread from falling asleep for a moment each time it is called: on many machines it takes several times
 * longer to wake a thread than to copy a megabyte, and requests come in runs. Messages to itself keep it busy, between which any
 * other message has its turn.
 */
export function stayAwake(): () => void {
  const patience = new Patience();
  let until = 0;
  let busy = false;

  function ping(): void {
    busy = true;
    const { port1, port2 } = new MessageChannel() as { port1: Ping; port2: Ping };
    port1.addEventListener("message", () => {
      if (performance.now() < until) {
        port2.postMessage(0);
        return;
      }
      busy = false;
      patience.learn(false);
      // Ports that are open are kept by engines, whoever forgets them.
      port1.close();
    });
    port1.start();
    port1.unref?.();
    port2.unref?.();
    port2.postMessage(0);
  }

  return () => {
    until = performance.now() + AWAKE;
    if (busy) patience.learn(true);
    else if (patience.worthIt()) ping();
  };
}
