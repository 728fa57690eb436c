/** The dev page: starts the program again after each build, with a console, a terminal for input, and its files. */
import { ConsolePanel } from "./console-panel.ts";
import { FilesPanel } from "./files-panel.ts";
import type { FromRunner, ReadyMessage, StartMessage, ToRunner } from "./messages.ts";

/** What the host tells of builds; the last one comes again on connecting. */
interface BuildEvent {
  readonly state: "building" | "built" | "failed";
  readonly id: string;
  readonly kind?: "page" | "command";
  readonly output?: string;
}

const BASE = new URL("/-/", location.href).href;
const output = new ConsolePanel(element("console"));
const files = new FilesPanel(element("files"), element("file"));

/** Where the program runs now. */
interface Run {
  readonly streams: MessagePort;
  end(): void;
}

/** What stands in the empty line for input. */
const ASK_INPUT = "a line of input; Ctrl-D ends it";
const NO_INPUT = "it has ended; Run starts it again";

let current: Run | undefined;
let kind: "page" | "command" = "command";

function element(id: string): HTMLElement {
  return document.getElementById(id) as HTMLElement;
}

function input(id: string): HTMLInputElement {
  return element(id) as HTMLInputElement;
}

function acceptInput(open: boolean, why = NO_INPUT): void {
  input("stdin").disabled = !open;
  input("stdin").placeholder = open ? ASK_INPUT : why;
}

function status(text: string, state: string): void {
  element("status").textContent = text;
  element("status").dataset["state"] = state;
}

function start(): void {
  current?.end();
  output.clear();
  files.clear();
  status("running", "running");
  acceptInput(true);
  const streams = new MessageChannel();
  const fileChannel = new MessageChannel();
  // One after the other: explaining a trap takes a request, and the exit code follows it.
  let before = Promise.resolve();
  streams.port1.addEventListener("message", ({ data }: MessageEvent<FromRunner>) => {
    before = before.then(() => heard(data, fileChannel.port1)).catch(() => {});
  });
  streams.port1.start();
  const message: StartMessage = { slipway: "start", base: BASE, args: splitWords(input("args").value) };
  const ports = [streams.port2, fileChannel.port2];
  const end = kind === "page" ? inFrame(message, ports) : inWorker(message, ports);
  current = { streams: streams.port1, end };
}

function inWorker(message: StartMessage, ports: MessagePort[]): () => void {
  element("app").hidden = true;
  const worker = new Worker("/-/runner.js", { type: "module" });
  worker.addEventListener("error", (event) => output.write("stderr", `${event.message}\n`));
  worker.postMessage(message, ports);
  return () => worker.terminate();
}

function inFrame(message: StartMessage, ports: MessagePort[]): () => void {
  const frame = element("app") as HTMLIFrameElement;
  frame.hidden = false;
  const ready = ({ data, source }: MessageEvent<ReadyMessage>): void => {
    if (source !== frame.contentWindow || data?.slipway !== "ready") return;
    removeEventListener("message", ready);
    frame.contentWindow?.postMessage(message, location.origin, ports);
  };
  addEventListener("message", ready);
  frame.src = `/?${Date.now()}`.replace("/", "/app/");
  return () => removeEventListener("message", ready);
}

async function heard(message: FromRunner, filePort: MessagePort): Promise<void> {
  if ("stream" in message) output.write(message.stream, message.bytes);
  else if ("roots" in message) await files.open(filePort, message.roots);
  else if ("trap" in message) {
    const response = await fetch("/-/explain", { method: "POST", body: message.trap });
    output.write("stderr", response.ok ? await response.text() : `${message.trap}\n`);
  } else {
    status(`ended with ${message.exit}`, message.exit === 0 ? "done" : "failed");
    acceptInput(false);
    await files.refresh();
  }
}

/** Words as a shell splits them, as far as quotes go. */
function splitWords(text: string): string[] {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? "",
  );
}

function tell(message: ToRunner): void {
  current?.streams.postMessage(message, []);
}

element("run").addEventListener("click", start);
element("stop").addEventListener("click", () => {
  tell({ stop: true });
  // A program that computes hears nothing.
  current?.end();
  status("stopped", "failed");
  acceptInput(false);
});
input("stdin").addEventListener("keydown", (event) => {
  const line = input("stdin");
  if (event.key === "d" && event.ctrlKey) {
    event.preventDefault();
    output.write("stdin", "^D\n");
    tell({ end: true });
    acceptInput(false, "input has ended");
  } else if (event.key === "Enter") {
    output.write("stdin", `${line.value}\n`);
    tell({ stdin: `${line.value}\n` });
    line.value = "";
  }
});
element("refresh").addEventListener("click", () => void files.refresh());

input("args").value = document.body.dataset["args"] ?? "";

/** What the host told last, and what the page said when the connection broke: what is told again then starts nothing. */
let told: string | undefined;
let before: readonly [text: string, state: string] | undefined;
const events = new EventSource("/-/events");
events.addEventListener("error", () => {
  before ??= [element("status").textContent ?? "", element("status").dataset["state"] ?? ""];
  status("the server does not answer", "failed");
});
events.addEventListener("message", ({ data }: MessageEvent<string>) => {
  const event = JSON.parse(data) as BuildEvent;
  const again = event.id === told && before !== undefined;
  if (again && before !== undefined) status(...before);
  before = undefined;
  told = event.id;
  return again ? undefined : build(event);
});

function build(event: BuildEvent): void {
  if (event.state === "building") return status("building", "running");
  if (event.state === "failed") {
    status("does not build", "failed");
    output.clear();
    output.write("stderr", event.output ?? "");
    return undefined;
  }
  kind = event.kind ?? "command";
  return start();
}
