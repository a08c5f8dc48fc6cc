import "server-only";
import { type LookupAddress, lookup as lookupInSystem } from "node:dns";
import { type IncomingMessage, request } from "node:http";
import { request as requestTls } from "node:https";
import { isIP } from "node:net";
import { SECOND } from "@/lib/clock";
import { settings } from "@/lib/settings/settings";
import { isPublicAddress, listOf } from "./public-address";

/** For a whole exchange (ms): names, connection, request and response. */
const TIMEOUT = 15 * SECOND;
/** Of a response nothing but its status is used; this much of it is read, so that its server can finish. */
const MAX_BYTES = 64 * 1024;

/** Finds the addresses of a name; calls back once, as `dns.lookup` with `all`. */
export type Lookup = (
  hostname: string,
  options: { all: true },
  callback: (error: Error | null, addresses: LookupAddress[]) => void,
) => void;

type Posting = {
  headers: Record<string, string>;
  timeout?: number;
  /** True for a URL of the operator's own settings: any address, and plain HTTP. */
  isOperators?: boolean;
  /** The system's, unless a test has names of its own. */
  lookup?: Lookup;
};

/** What the other side answered. `closed` (410): it wants no more requests. */
export type Posted = { status: number };

/** The request was not sent, or its response is not acceptable. The message is for the one who gave the URL. */
export class OutboundError extends Error {
  override name = "OutboundError";
}

/**
 * Posts to a URL that somebody else gave: a seller's webhook or topic. The only way to do so. The address is checked when the
 * connection is made, on the very address that it is made to, so that a name that leads elsewhere a moment later is of no use.
 * Redirects are not followed. Private and other special addresses are refused unless OUTBOUND_ALLOW lists them; plain HTTP
 * is only for those.
 *
 * @throws OutboundError when it is refused or takes too long; the connection's error
 */
export function postOutside(url: string, body: string, posting: Posting): Promise<Posted> {
  const { headers, timeout = TIMEOUT, isOperators = false, lookup = lookupInSystem as Lookup } = posting;
  return new Promise<Posted>((resolve, reject) => {
    const at = readTarget(url);
    const isTls = at.protocol === "https:";
    const judge = (address: string) => (isOperators ? null : whyRefused(address, isTls));
    // A literal address is connected to without a look-up.
    const refused = isIP(bare(at.hostname)) ? judge(bare(at.hostname)) : null;
    if (refused) throw new OutboundError(refused);
    const sent = (isTls ? requestTls : request)(at, {
      method: "POST",
      agent: false,
      headers: { ...headers, "Content-Length": Buffer.byteLength(body) },
      lookup: checked(lookup, judge),
    });
    const late = setTimeout(() => sent.destroy(new OutboundError("There was no response in time.")), timeout);
    sent.on("close", () => clearTimeout(late));
    sent.on("error", reject);
    sent.on("response", (response) => {
      skipBody(response, () => {
        resolve({ status: response.statusCode ?? 0 });
        sent.destroy();
      });
    });
    sent.end(body);
  });
}

/** @throws OutboundError */
export function readTarget(url: string): URL {
  const at = URL.canParse(url) ? new URL(url) : null;
  if (!at || !["http:", "https:"].includes(at.protocol)) throw new OutboundError("This is not an https:// URL.");
  return at;
}

const bare = (hostname: string) => hostname.replace(/^\[|\]$/g, "");

function whyRefused(address: string, isTls: boolean): string | null {
  if (isListed(address)) return null;
  if (!isPublicAddress(address)) return "Its address is private. The operator can allow it with OUTBOUND_ALLOW.";
  return isTls ? null : "Use an https:// URL.";
}

function isListed(address: string): boolean {
  const version = isIP(address);
  return version !== 0 && listOf(settings().outboundAllow).check(address, version === 6 ? "ipv6" : "ipv4");
}

/** Every address of a name has to be allowed: what is connected to is among those returned here. */
function checked(lookup: Lookup, judge: (address: string) => string | null) {
  type Callback = (error: Error | null, address: string | LookupAddress[], family?: number) => void;
  return (hostname: string, options: { all?: boolean }, callback: Callback): void => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      const [first] = addresses;
      if (!first) return callback(new OutboundError("Its name has no address."), []);
      const refused = addresses.map(({ address }) => judge(address)).find((why) => why !== null);
      if (refused) return callback(new OutboundError(refused), []);
      if (options.all) return callback(null, addresses);
      callback(null, first.address, first.family);
    });
  };
}

/** Reads a response to its end, but no further than the limit. A status that has arrived counts, whatever comes then. */
function skipBody(response: IncomingMessage, done: () => void): void {
  let bytes = 0;
  response.on("data", (part: Buffer) => {
    bytes += part.length;
    if (bytes > MAX_BYTES) done();
  });
  response.on("close", done);
  response.on("error", done);
}
