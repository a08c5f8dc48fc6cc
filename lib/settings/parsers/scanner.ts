import { isAbsolute } from "node:path";
import { z } from "zod";
import { text } from "./text";
import { isPrivateHost } from "./urls";

/** Who scans uploads for malware: clamd by TCP or by a Unix socket, or a program that reads the file from its input. */
export type ScannerChoice =
  | { by: "clamd"; at: { host: string; port: number } | { path: string } }
  | { by: "command"; file: string; args: string[] };

const CLAMD_PORT = 3310;
const COMMAND = "command:";

/** `clamd://host:3310`, `clamd:///path/of/socket`, or `command:/path/of/program arguments`. */
export const scanner = text((value): ScannerChoice => {
  if (value.startsWith(COMMAND)) return readCommand(value.slice(COMMAND.length));
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url?.protocol !== "clamd:") {
    throw new Error("has to begin with clamd:// or command:, such as clamd:///run/clamav/clamd.ctl.");
  }
  if (url.username || url.password || url.search || url.hash) {
    throw new Error("has more than a host and a port, or the path of a socket.");
  }
  return { by: "clamd", at: url.hostname === "" ? readSocket(url) : readHost(url) };
});

function readSocket({ pathname }: URL): { path: string } {
  if (pathname.length < 2) throw new Error("names neither a host nor the path of a socket.");
  return { path: decodeURIComponent(pathname) };
}

/** The protocol has neither encryption nor a password: on the internet anybody in between could say "clean". */
function readHost({ hostname, port, pathname }: URL): { host: string; port: number } {
  if (pathname !== "" && pathname !== "/")
    throw new Error("has a path after the host. For a socket, use clamd:///path.");
  if (!isPrivateHost(hostname)) {
    throw new Error("leads across the internet, where answers can be forged. Run clamd in your own network.");
  }
  return { host: hostname.replace(/^\[(.*)\]$/, "$1"), port: Number(port || CLAMD_PORT) };
}

/** Split at white space; there is no shell, so no quotes, variables or pipes. */
function readCommand(command: string): ScannerChoice {
  const [file = "", ...args] = command.split(/\s+/).filter(Boolean);
  if (!isAbsolute(file))
    throw new Error("has to name the program by its whole path, such as command:/usr/bin/clamdscan -.");
  return { by: "command", file, args };
}

export const whenScannerDown = z.enum(["wait", "pass"], { error: "has to be wait or pass." });

export const whenTooLarge = z.enum(["refuse", "pass"], { error: "has to be refuse or pass." });
