import { asHeader, asTarget, type Wire } from "./wire";

/** One place of a request that a stranger can fill. */
export type Place = {
  name: string;
  /** The request with `text` there. */
  fill(wire: Wire, text: string): Wire;
  /** The first shape: the most dangerous one for the parsers of this place. */
  first?: string;
  /** Text that is written in base64 grows by a third: how much of it (UTF-8 bytes) goes in. */
  bytes?: number;
};

const inBase64 = (text: string) => Buffer.from(text).toString("base64");
const header = (name: string, write: (text: string) => string = (text) => text, rest: Partial<Place> = {}): Place => ({
  name: rest.name ?? name,
  fill: (wire, text) => ({ ...wire, headers: { ...wire.headers, [name]: asHeader(write(text)) } }),
  ...rest,
});
/** What fits into a header once it is base64. */
const BASE64_BYTES = 11_000;

/** A payment or a proof in which one field, and not the whole, is hostile. */
const inJson = (text: string) =>
  inBase64(JSON.stringify({ x402Version: 2, payload: { signature: text }, accepted: {} }));

/** Headers that some code of ours, of Next or of Node reads, and forms in which it reads them. */
export const headerPlaces: readonly Place[] = [
  header("accept", undefined, { first: "stars" }),
  header("accept", (text) => `text/html;q=${text},text/html`, { name: "accept: text/html;q=…" }),
  header("accept-encoding", undefined, { first: "languages with weights" }),
  header("accept-language", undefined, { first: "languages with weights" }),
  header("accept-language", (text) => `fr;q=${text}`, { name: "accept-language: fr;q=…" }),
  header("authorization", (text) => `Bearer ${text}`, { first: "spaces" }),
  header("cache-control"),
  header("claim-token"),
  header("content-type", undefined, { first: "semicolons" }),
  header("content-type", (text) => `application/json; charset=${text}`, {
    name: "content-type: application/json; charset=…",
  }),
  header("content-type", (text) => `multipart/form-data; boundary=${text}`, {
    name: "content-type: multipart/form-data",
  }),
  header("cookie", undefined, { first: "parameters a=1;" }),
  header("cookie", (text) => `fk_session=${text}`, { name: "cookie fk_session" }),
  header("cookie", (text) => `fk_session=Fe26.2*1*${text}`, { name: "cookie fk_session=Fe26.2*1*…", first: "stars" }),
  header("cookie", (text) => `fk_buyer=${text}`, { name: "cookie fk_buyer" }),
  header("cookie", (text) => `fk_claim=${text}; fk_locale=${text.slice(0, 10)}`, { name: "cookie fk_claim" }),
  header("cookie", (text) => `fk_locale=${text}`, { name: "cookie fk_locale" }),
  header("forwarded", undefined, { first: "semicolons" }),
  header("idempotency-key", undefined, { first: "spaces" }),
  header("if-match", undefined, { first: "tags in quotes" }),
  header("if-modified-since"),
  header("if-none-match", undefined, { first: "tags in quotes" }),
  header("if-none-match", (text) => `"${text}`, { name: 'if-none-match: "…' }),
  header("if-range"),
  header("next-action"),
  header("next-router-prefetch"),
  header("next-router-segment-prefetch"),
  header("next-router-state-tree", undefined, { first: "nested arrays" }),
  header("next-router-state-tree", (text) => encodeURIComponent(text).slice(0, 15_000), {
    name: "next-router-state-tree, escaped",
    first: "nested arrays",
    bytes: 5_000,
  }),
  header("next-url"),
  header("origin"),
  header("payment-signature", undefined, { first: "base64 of rubbish" }),
  header("payment-signature", inBase64, {
    name: "payment-signature: base64",
    first: "nested arrays",
    bytes: BASE64_BYTES,
  }),
  header("payment-signature", inJson, { name: "payment-signature: a field", first: "hex", bytes: 7_000 }),
  header("purpose"),
  header("range", undefined, { first: "ranges of bytes" }),
  header("range", (text) => `bytes=${text}`, { name: "range: bytes=…", first: "spaces" }),
  header("range", (text) => `bytes=${text.replace(/^./, " ").replace(/.$/u, " x")}`, {
    name: "range: bytes= …",
    first: "spaces",
  }),
  // Short enough for a server that looks at no long one.
  header("range", (text) => `bytes=${text.slice(1)}`, { name: "range: bytes=…, short", first: "spaces", bytes: 80 }),
  header("referer", undefined, { first: "addresses" }),
  header("rsc"),
  header("sec-fetch-site"),
  header("sign-in-with-x"),
  header("sign-in-with-x", inBase64, { name: "sign-in-with-x: base64", first: "nested objects", bytes: BASE64_BYTES }),
  header("storage-days", undefined, { first: "digits and no more" }),
  header("tus-resumable"),
  header("upload-checksum", (text) => `sha256 ${text}`),
  header("upload-concat", (text) => `final;${text}`, { first: "slashes" }),
  header("upload-length", undefined, { first: "digits and no more" }),
  header("upload-metadata", undefined, { first: "commas and spaces" }),
  header("upload-metadata", (text) => `filename ${inBase64(text)}`, {
    name: "upload-metadata: filename",
    first: "dots",
    bytes: BASE64_BYTES,
  }),
  header("upload-offset", undefined, { first: "digits and no more" }),
  header("upload-token"),
  header("user-agent", undefined, { first: "random pieces" }),
  header("x-forwarded-for", (text) => `${text}, 2001:db8:ffff::1`, { first: "commas" }),
  header("x-forwarded-host"),
  header("x-forwarded-proto"),
  header("x-matched-path"),
  header("x-middleware-subrequest", undefined, { first: "colons" }),
  header("x-nextjs-data"),
  header("x-payment"),
  header("x-something"),
  {
    name: "many headers",
    fill: (wire, text) => ({ ...wire, headers: { ...wire.headers, ...manyHeaders(text) } }),
  },
];

function manyHeaders(text: string): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: 900 }, (_, at) => [`x-${at}`, asHeader(text.slice(at, at + 8).trim())]),
  );
}

/** The query: as a whole, and each parameter that the route reads. */
export function queryPlaces(names: readonly string[]): Place[] {
  const join = (path: string, query: string) => `${path}${path.includes("?") ? "&" : "?"}${query}`;
  return [
    {
      name: "query",
      fill: (wire, text) => ({ ...wire, path: join(wire.path, asTarget(text)) }),
      first: "parameters a=1&",
    },
    ...names.map((name) => ({
      name: `query ${name}`,
      fill: (wire: Wire, text: string) => ({ ...wire, path: join(wire.path, `${name}=${encodeURIComponent(text)}`) }),
      bytes: 5_000,
    })),
    ...names.map((name) => ({
      name: `query ${name}, many times`,
      fill: (wire: Wire, text: string) => ({
        ...wire,
        path: join(wire.path, `${name}=${encodeURIComponent(text.slice(0, 1))}&`.repeat(15_000 / (name.length + 8))),
      }),
    })),
  ];
}

/** The JSON body: each field, the whole, and a body that is not JSON. */
export function bodyPlaces(body: Record<string, unknown>): Place[] {
  const json = { "content-type": "application/json" };
  const withBody = (wire: Wire, text: string): Wire => ({ ...wire, headers: { ...wire.headers, ...json }, body: text });
  return [
    ...Object.keys(body).map((field) => ({
      name: `body ${field}`,
      fill: (wire: Wire, text: string) => withBody(wire, JSON.stringify({ ...body, [field]: text })),
    })),
    { name: "body", fill: withBody, first: "nested arrays" },
    { name: "body as a string", fill: (wire, text) => withBody(wire, JSON.stringify(text)) },
    {
      name: "body with many fields",
      fill: (wire, text) => {
        const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`${text.slice(0, 4)}${at}`, at]));
        return withBody(wire, JSON.stringify({ ...body, ...many }));
      },
    },
  ];
}

/** A form of a browser, or whatever is sent as one. */
export function formPlaces(names: readonly string[]): Place[] {
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const withBody = (wire: Wire, body: string): Wire => ({ ...wire, headers: { ...wire.headers, ...form }, body });
  return [
    ...names.map((name) => ({
      name: `form ${name}`,
      fill: (wire: Wire, text: string) => withBody(wire, new URLSearchParams({ [name]: text }).toString()),
    })),
    { name: "form", fill: withBody, first: "parameters a=1&" },
    {
      name: "form of parts",
      fill: (wire, text) => ({
        ...wire,
        headers: { ...wire.headers, "content-type": "multipart/form-data; boundary=b" },
        body: `--b\r\nContent-Disposition: form-data; name="${text.slice(0, 5_000)}"\r\n\r\n${text}\r\n--b--\r\n`,
      }),
    },
  ];
}
