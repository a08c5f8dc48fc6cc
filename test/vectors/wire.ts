import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Golden vectors of the wire: what a client sees of each response (status, headers, body, decoded base64 headers), with
 * values that differ from run to run replaced by names. They are files, so that a change of the wire is a change of a
 * file.
 *
 * `UPDATE_VECTORS=1` writes them again.
 */

const folder = import.meta.dirname;

export type Exchange = {
  request: string;
  status: number;
  headers: Record<string, string | string[] | object>;
  body: unknown;
};

/** Headers that are not ours. */
const NOT_OURS = new Set(["date", "connection", "keep-alive", "transfer-encoding"]);
/** Members with random values: the number of blocks, and the request's id. */
const CHANCE_KEYS: Readonly<Record<string, string>> = { blockNumber: "<block>", requestId: "<request>" };
/** Base64 of JSON. */
const SEALED_JSON = new Set(["payment-required", "payment-response", "x-payment-response"]);

/** The stored vectors with this name, or undefined. */
export function readVectors(name: string): Record<string, Exchange> | undefined {
  const file = join(folder, `${name}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Record<string, Exchange>) : undefined;
}

export function writeVectors(name: string, vectors: Record<string, Exchange>): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(vectors, null, 2)}\n`);
}

/** Collects exchanges and names what is random in them: equal values get equal names, in order of appearance. */
export class WireRecorder {
  readonly exchanges: Record<string, Exchange> = {};
  private readonly known = new Map<string, string>();
  private readonly seen = new Map<string, string>();

  /** This text is written as `<name>` from now on, in any capitals. */
  call(text: string, name: string): void {
    this.known.set(text, `<${name}>`);
  }

  async record(what: string, request: string, response: Response): Promise<Exchange> {
    if (this.exchanges[what]) throw new Error(`${what} is recorded twice`);
    const headers = this.headers(response.headers);
    const body = await this.body(response);
    // A challenge is in the header and in the body: written once, where both say the same.
    if (isPartOf(headers["payment-required"], body)) headers["payment-required"] = "<as in the body>";
    const exchange: Exchange = { request: this.hide(request), status: response.status, headers, body };
    this.exchanges[what] = exchange;
    return exchange;
  }

  private headers(headers: Headers): Exchange["headers"] {
    const all: Exchange["headers"] = {};
    for (const name of [...new Set(headers.keys())].sort()) {
      const value = headers.get(name) ?? "";
      if (NOT_OURS.has(name)) continue;
      if (name === "set-cookie") all[name] = headers.getSetCookie().map((line) => this.hide(line));
      else if (SEALED_JSON.has(name)) all[name] = this.sealed(value);
      else if (name === "content-length" && !isOfBytes(headers)) all[name] = "<length>";
      else all[name] = this.hide(value);
    }
    return all;
  }

  /** Decoded, after checking that it is standard base64: with padding and on one line. */
  private sealed(value: string): object {
    const text = Buffer.from(value, "base64").toString("utf8");
    if (Buffer.from(text).toString("base64") !== value) throw new Error("a header is not canonical base64");
    return this.hideIn(JSON.parse(text)) as object;
  }

  private async body(response: Response): Promise<unknown> {
    const type = response.headers.get("content-type") ?? "";
    const bytes = Buffer.from(await response.arrayBuffer());
    if (bytes.length === 0) return null;
    if (/json/.test(type)) return this.hideIn(JSON.parse(bytes.toString("utf8")));
    // Pages and pictures are looked at by their own tests.
    if (/html|image|javascript|css|font/.test(type)) return `<${type.split(";")[0]}>`;
    if (/^text\//.test(type)) return this.hide(bytes.toString("utf8"));
    return `<${bytes.length} bytes>`;
  }

  /** The same of each text and number in a JSON value. */
  private hideIn(value: unknown, key = ""): unknown {
    if (typeof value === "string") return CHANCE_KEYS[key] ?? this.hide(value);
    if (typeof value === "number") return value > 1.7e9 && value < 2e12 ? this.hide(String(value)) : value;
    if (Array.isArray(value)) return value.map((one) => this.hideIn(one));
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [this.hide(name), this.hideIn(one, name)]));
  }

  /** A text without its random parts. */
  hide(text: string): string {
    let plain = text;
    for (const [value, name] of [...this.known].sort(([a], [b]) => b.length - a.length)) {
      plain = plain.replaceAll(new RegExp(escaped(value), "gi"), name);
    }
    for (const [kind, pattern] of PATTERNS) plain = plain.replace(pattern, (value) => this.name(kind, value));
    return plain;
  }

  private name(kind: string, value: string): string {
    if (kind.startsWith("=")) return kind.slice(1);
    const found = this.seen.get(value);
    if (found) return found;
    const count = [...this.seen.values()].filter((name) => name.startsWith(`<${kind} `)).length;
    const name = `<${kind} ${count + 1}>`;
    this.seen.set(value, name);
    return name;
  }
}

/** Random or time-dependent values. `=`: always the same words; else a name with a number. Longest first. */
const PATTERNS: readonly [kind: string, pattern: RegExp][] = [
  // Both move with the second in which they were asked for.
  ["=<ticket>", /(?<=[?&]ticket=)[0-9a-z]{6}\.[gof][0-9A-Za-z]*\.[A-Za-z0-9_-]{43}/g],
  ["=<30 days>", /(?<=Max-Age=)(?:25920\d\d|25919\d\d)\b/g],
  ["=<nonce>", /(?<=nonce[-=]"?)[A-Za-z0-9+/]{20,}={0,2}/g],
  ["=/_next/static/<built>", /\/_next\/static\/[\w/.~-]+/g],
  ["=<date>", /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g],
  ["=<date>", /(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT/g],
  ["=<date>", /\b\d{8}T\d{6}Z?\b/g],
  ["=<milliseconds>", /\b1[789]\d{11}\b/g],
  ["=<seconds>", /\b1[789]\d{8}\b/g],
  ["signature", /0x[0-9a-f]{130,}/gi],
  ["bytes32", /0x[0-9a-f]{64}\b/gi],
  ["address", /0x[0-9a-f]{40}\b/gi],
  ["hash", /\b[0-9a-f]{64}\b/g],
  ["sealed", /(?<![\w-])(?!invalid_exact_)[A-Za-z0-9_~-]{40,}(?:[.*~][A-Za-z0-9_~*.-]+)*/g],
  ["hash", /\b[0-9a-f]{32}\b/g],
  ["id", /(?<![\w<-])(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[A-Za-z0-9_-]{22}(?![\w>-])/g],
  ["id", /(?<=receipt-)[A-Za-z0-9_-]{22}(?![\w>-])/g],
  ["id", /(?<![\w<-])(?!TransferWith)(?=\w*[a-z])(?=\w*[A-Z])[A-Za-z0-9]{20,39}(?![\w>-])/g],
];

function isPartOf(part: unknown, whole: unknown): boolean {
  if (typeof part !== "object" || typeof whole !== "object" || part === null || whole === null) return false;
  const all = whole as Record<string, unknown>;
  return Object.entries(part).every(([name, value]) => JSON.stringify(all[name]) === JSON.stringify(value));
}

function isOfBytes(headers: Headers): boolean {
  return headers.has("accept-ranges") || headers.has("content-range");
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
