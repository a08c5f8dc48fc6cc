import { ParsedMessage } from "@spruceid/siwe-parser";
import { privateKeyToAccount } from "viem/accounts";
import { createSiweMessage, parseSiweMessage } from "viem/siwe";
import { describe, expect, it } from "vitest";
import { isAuthority, isAuthorityOf, isUri } from "./authority";
import { readDateTime } from "./date-time";
import { composeMessage, parseMessage, type SignInMessage } from "./message";

const { address } = privateKeyToAccount(`0x${"5".repeat(64)}`);
const plain: SignInMessage = {
  domain: "shop.example",
  address,
  statement: "Sign in to sell files. This costs nothing and moves no money.",
  uri: "https://shop.example",
  version: "1",
  chainId: 8453,
  nonce: "0123456789abcdef",
  issuedAt: "2026-11-30T12:00:00.000Z",
  expirationTime: "2026-11-30T12:10:00.000Z",
};
const full: SignInMessage = {
  ...plain,
  scheme: "https",
  notBefore: "2026-11-30T11:59:00Z",
  requestId: "a:b@c",
  resources: ["https://shop.example/terms", "ipfs://bafy/x"],
};
const { statement: _, expirationTime: __, ...least } = plain;

/** As in the standard, with every optional line. */
const text = `https://shop.example wants you to sign in with your Ethereum account:
${address}

Sign in to sell files. This costs nothing and moves no money.

URI: https://shop.example
Version: 1
Chain ID: 8453
Nonce: 0123456789abcdef
Issued At: 2026-11-30T12:00:00.000Z
Expiration Time: 2026-11-30T12:10:00.000Z
Not Before: 2026-11-30T11:59:00Z
Request ID: a:b@c
Resources:
- https://shop.example/terms
- ipfs://bafy/x`;

describe("a message", () => {
  it("is written word for word as the standard says, and read back", () => {
    expect(composeMessage(full)).toBe(text);
    for (const message of [full, plain, least, { ...full, resources: [] }, { ...full, requestId: "" }]) {
      expect(parseMessage(composeMessage(message))).toEqual(message);
    }
  });

  it("is what viem writes and reads, where viem can", () => {
    for (const { issuedAt, expirationTime, resources, ...fields } of [
      plain,
      least,
      { ...plain, resources: full.resources },
    ] as SignInMessage[]) {
      const dates = {
        issuedAt: new Date(issuedAt),
        ...(expirationTime ? { expirationTime: new Date(expirationTime) } : {}),
      };
      const theirs = {
        ...(fields as Omit<SignInMessage, "notBefore">),
        ...dates,
        ...(resources ? { resources: [...resources] } : {}),
      };
      const ours = composeMessage({ issuedAt, expirationTime, resources, ...fields } as SignInMessage);
      expect(createSiweMessage(theirs as Parameters<typeof createSiweMessage>[0])).toBe(ours);
      expect(parseSiweMessage(ours)).toEqual(theirs);
    }
  });

  it.each([
    "shop.example",
    "xn--e1afmkfd.xn--p1ai",
    "kiosk",
    "kiosk:8443",
    "[::1]:3000",
    "[2001:db8::7]",
    "192.0.2.7:3000",
    "a_b.example",
  ])("names %s so that the parser of wallets reads the same", (domain) => {
    const message = { ...full, domain, uri: `https://${domain}/sell` };
    const read = new ParsedMessage(composeMessage(message));
    const { scheme, nonce, chainId, statement, issuedAt, requestId } = message;
    expect(read).toMatchObject({
      scheme,
      domain,
      address,
      statement,
      uri: message.uri,
      nonce,
      chainId,
      issuedAt,
      requestId,
    });
    expect(parseMessage(composeMessage(message))).toEqual(message);
  });

  it("has its address in the spelling of EIP-55, however it came", () => {
    const lower = address.toLowerCase();
    expect(composeMessage({ ...plain, address: lower })).toBe(composeMessage(plain));
    expect(parseMessage(composeMessage(plain).replace(address, lower))).toBeNull();
  });

  it.each([
    ["userinfo", { domain: "shop.example@evil.example" }],
    ["userinfo with a password", { domain: "shop.example:x@evil.example" }],
    ["userinfo in its URI", { uri: "https://shop.example@evil.example/" }],
    ["no host", { domain: "" }],
    ["a path in the host", { domain: "shop.example/x" }],
    ["a host in Unicode", { domain: "пример.рф" }],
    ["a space in the host", { domain: "shop .example" }],
    ["an address that is none", { domain: "[::zz]" }],
    ["a port that is none", { domain: "shop.example:70000" }],
    ["two lines in the statement", { statement: "One.\nURI: https://evil.example" }],
    ["an empty statement", { statement: "" }],
    ["a statement in other letters", { statement: "Anmeldung für Käufer" }],
    ["a short nonce", { nonce: "1234567" }],
    ["a nonce with a sign", { nonce: "12345678-" }],
    ["a URI without a scheme", { uri: "shop.example" }],
    ["a URI with a space", { uri: "https://shop.example/a b" }],
    ["a half escape", { uri: "https://shop.example/%4" }],
    ["a day that does not exist", { issuedAt: "2026-02-30T00:00:00Z" }],
    ["a date alone", { issuedAt: "2026-02-03" }],
    ["another version", { version: "2" as "1" }],
    ["chain 0", { chainId: 0 }],
    ["half a chain", { chainId: 1.5 }],
    ["a resource that is no URI", { resources: ["x y"] }],
    ["a request id with a space", { requestId: "a b" }],
  ])("is neither written nor read with %s", (_, bent) => {
    const wrong = { ...full, ...bent } as SignInMessage;
    expect(() => composeMessage(wrong)).toThrow(/^EIP-4361 does not allow this /);
    const [was, is] = Object.entries(bent).map(([name, value]) => [full[name as keyof SignInMessage], value])[0] as [
      unknown,
      unknown,
    ];
    const before = Object.keys(bent)[0] === "uri" ? "URI: " : "";
    const [from, to] = [was, is].map((value) => before + String(Array.isArray(value) ? value[0] : value)) as [
      string,
      string,
    ];
    expect(text).toContain(from);
    expect(parseMessage(text.replace(from, to))).toBeNull();
  });

  it.each([
    ["a field twice", text.replace("Nonce: ", "Nonce: 0123456789abcdef\nNonce: ")],
    ["fields in another order", text.replace(/(Version: 1)\n(Chain ID: 8453)/, "$2\n$1")],
    ["a line between fields", text.replace("Nonce: ", "Note: hello\nNonce: ")],
    ["a line at the end", `${text}\n`],
    ["a line after the resources", `${text}\nNot Before: 2026-11-30T11:59:00Z`],
    ["line ends of Windows", text.replaceAll("\n", "\r\n")],
    ["one empty line too few", text.replace("\n\nURI", "\nURI")],
    ["one empty line too many", text.replace("\n\nURI", "\n\n\nURI")],
    ["other words", text.replace("wants you to sign in", "wants you to log in")],
    ["an empty field", text.replace("Version: 1", "Version: ")],
    ["nothing", ""],
    ["a chain in hex", text.replace("8453", "0x2105")],
  ])("is not read with %s", (_, bent) => {
    expect(parseMessage(bent)).toBeNull();
    expect(() => new ParsedMessage(bent)).toThrow();
  });

  it("of the longest size costs next to nothing to refuse", () => {
    const began = performance.now();
    for (const filler of ["/", "%41", "a:", "[", " wants you to", "- "]) {
      parseMessage(text.replace("URI: ", `URI: ${filler.repeat(4_000 / filler.length)} `));
      parseMessage(filler.repeat(4_000 / filler.length));
    }
    expect(performance.now() - began).toBeLessThan(100);
  });
});

describe("an authority", () => {
  it.each([
    ["shop.example", "https://shop.example", true],
    ["SHOP.example:443", "https://shop.example", true],
    ["shop.example:80", "https://shop.example", false],
    ["shop.example:8443", "https://shop.example:8443", true],
    ["shop.example", "https://shop.example:8443", false],
    ["[0:0:0:0:0:0:0:1]:3000", "http://[::1]:3000", true],
    ["xn--e1afmkfd.xn--p1ai", "https://пример.рф", true],
    ["shop.example@shop.example", "https://shop.example", false],
    ["evil.example", "https://shop.example", false],
  ])("%s is that of %s: %s", (text, url, is) => {
    expect(isAuthorityOf(text, new URL(url))).toBe(is);
  });

  it("allows no character that URLs of browsers have and RFC 3986 has not", () => {
    for (const host of ['a"b.example', "a`b", "a{b}"])
      expect([new URL(`https://${host}`).host, isAuthority(host)]).toEqual([host, false]);
  });
});

it.each(["https://a", "https://a/", "https://[::1]:3/x?y=/?#z", "urn:uuid:1", "did:key:z6", "file:///x", "a:"])(
  "%s is a URI",
  (uri) => {
    expect(isUri(uri)).toBe(true);
  },
);

it.each([
  ["2026-11-30T12:00:00Z", 0],
  ["2026-11-30t12:00:00z", 0],
  ["2026-11-30T14:00:00.5+02:00", 500],
])("%s is a date", (date, ms) => {
  expect(readDateTime(date)).toBe(Date.UTC(2026, 10, 30, 12) + ms);
});
