import { getAddress } from "viem";
import { isAuthority, isPchars, isUri } from "./authority";
import { readDateTime } from "./date-time";

/**
 * Messages of EIP-4361 ("Sign-In with Ethereum"), read and written by its grammar: wallets show people the fields that they
 * parsed, so text between fields, or a field twice, must not be read differently here. The one exception is userinfo in a
 * host, which is refused. Libraries take fewer hosts than the grammar: no internationalised top-level domain, no single
 * label, no IPv6 address. Pure; also for browsers.
 */
export type SignInMessage = {
  scheme?: string;
  /** Host and port of the site, as its URL has them. */
  domain: string;
  /** In messages always with the checksum of EIP-55. */
  address: string;
  /** One line of ASCII: letters, digits, spaces and the reserved and unreserved characters of RFC 3986. */
  statement?: string;
  uri: string;
  version: "1";
  chainId: number;
  /** At least 8 letters and digits. */
  nonce: string;
  /** Dates are texts (RFC 3339), so that a message is signed as it was written. */
  issuedAt: string;
  expirationTime?: string;
  notBefore?: string;
  requestId?: string;
  resources?: readonly string[];
};

const ASKS = " wants you to sign in with your Ethereum account:";

const isDate = (text: string) => !Number.isNaN(readDateTime(text));
const allowed: { [Field in keyof SignInMessage]-?: (value: NonNullable<SignInMessage[Field]>) => boolean } = {
  scheme: (text) => /^[A-Za-z][A-Za-z0-9+\-.]*$/.test(text),
  domain: isAuthority,
  address: (text) => /^0x[0-9A-Fa-f]{40}$/.test(text) && getAddress(text) === text,
  statement: (text) => /^[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;= ]+$/.test(text),
  uri: isUri,
  version: (text) => text === "1",
  chainId: (number) => Number.isSafeInteger(number) && number > 0,
  nonce: (text) => /^[A-Za-z0-9]{8,}$/.test(text),
  issuedAt: isDate,
  expirationTime: isDate,
  notBefore: isDate,
  requestId: isPchars,
  resources: (list) => list.every(isUri),
};

/** The first field that the grammar does not allow, or null. */
function findWrongField(message: SignInMessage): string | null {
  for (const [name, isAllowed] of Object.entries(allowed)) {
    const value = message[name as keyof SignInMessage];
    if (value !== undefined && !(isAllowed as (value: unknown) => boolean)(value)) return name;
  }
  return null;
}

/**
 * Writes the text that a wallet shows and signs.
 *
 * @param fields the address in any case; other properties are ignored
 * @throws RangeError when a field is not as EIP-4361 allows it
 */
export function composeMessage(fields: SignInMessage): string {
  const message = { ...fields, address: getAddress(fields.address) };
  const wrong = findWrongField(message);
  if (wrong !== null) throw new RangeError(`EIP-4361 does not allow this ${wrong}.`);
  const { scheme, domain, address, statement, resources } = message;
  return [
    `${scheme === undefined ? "" : `${scheme}://`}${domain}${ASKS}`,
    address,
    "",
    ...(statement === undefined ? [] : [statement]),
    "",
    `URI: ${message.uri}`,
    `Version: ${message.version}`,
    `Chain ID: ${message.chainId}`,
    `Nonce: ${message.nonce}`,
    `Issued At: ${message.issuedAt}`,
    ...(message.expirationTime === undefined ? [] : [`Expiration Time: ${message.expirationTime}`]),
    ...(message.notBefore === undefined ? [] : [`Not Before: ${message.notBefore}`]),
    ...(message.requestId === undefined ? [] : [`Request ID: ${message.requestId}`]),
    ...(resources === undefined ? [] : ["Resources:", ...resources.map((one) => `- ${one}`)]),
  ].join("\n");
}

/** Reads a message; null for any text that does not follow the grammar, also if a field is repeated, out of order or empty. */
export function parseMessage(text: string): SignInMessage | null {
  const lines = text.split("\n");
  /** The rest of the next line if it begins with `label`; otherwise that line stays. */
  const take = (label: string) => (lines[0]?.startsWith(label) ? lines.shift()?.slice(label.length) : undefined);

  const [, scheme, domain = ""] = new RegExp(`^(?:([^/]*)://)?(.*)${ASKS}$`).exec(lines.shift() ?? "") ?? [];
  const [address = "", blank] = lines.splice(0, 2);
  if (blank !== "") return null;
  const statement = lines[0] === "" ? undefined : lines.shift();
  if (lines.shift() !== "") return null;
  const [uri = "", version] = [take("URI: "), take("Version: ")];
  const [chainId = "", nonce = "", issuedAt = ""] = [take("Chain ID: "), take("Nonce: "), take("Issued At: ")];
  const [expirationTime, notBefore] = [take("Expiration Time: "), take("Not Before: ")];
  const requestId = take("Request ID: ");
  const resources = lines[0] === "Resources:" ? lines.splice(0).slice(1) : undefined;
  const areResources = (resources ?? []).every((line) => line.startsWith("- "));
  if (lines.length > 0 || !areResources || !/^\d{1,16}$/.test(chainId)) return null;
  const message: SignInMessage = {
    ...(scheme === undefined ? {} : { scheme }),
    domain,
    address,
    ...(statement === undefined ? {} : { statement }),
    uri,
    version: version as "1",
    chainId: Number(chainId),
    nonce,
    issuedAt,
    ...(expirationTime === undefined ? {} : { expirationTime }),
    ...(notBefore === undefined ? {} : { notBefore }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(resources === undefined ? {} : { resources: resources.map((line) => line.slice(2)) }),
  };
  return version === "1" && findWrongField(message) === null ? message : null;
}
