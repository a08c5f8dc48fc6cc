import { createHash, randomBytes } from "node:crypto";
import { expect, test } from "@playwright/test";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import type { ProgramAnswer } from "../../lib/previews/read-answer";
import type { FileInfo } from "../../lib/products/files/schema";
import type { Shop } from "../../siege/doors";
import { findTargets } from "../../siege/requests";
import { showContent } from "../../test/show-content";
import { signInSeller } from "../seller";
import { openShopData } from "../shop-data";
import { appUrl } from "../shop-pages";

/**
 * Nothing of a file can be had without paying beyond what its seller shows: every public route is asked, as each kind of client, and no
 * response has 64 bytes in a row of the rest.
 */

/** Of a run of 64 bytes across a line's end, at least this many are on one side of it. */
const RUN = 32;
const LINE = 200;
const SHOWN = { lines: 10, clip: [8_000, 10_000] } as const;

/** Bytes that are no text to the shop, so that no program reads them, and of which no two parts are alike. */
const lines = Array.from({ length: 200 }, () => randomBytes(LINE / 2).toString("hex"));
const paid = Buffer.concat([Buffer.of(0xff, 0xfe, 0x00, 0x0a), Buffer.from(lines.join("\n"))]);
const sold = paid.toString("latin1");
const clip = paid.subarray(...SHOWN.clip);

const runsOf = (text: string) =>
  [...text.matchAll(/[0-9a-f]{32,}/g)].flatMap(([run]) =>
    Array.from({ length: run.length - RUN + 1 }, (_, at) => run.slice(at, at + RUN)),
  );
const shown = new Set([...lines.slice(0, SHOWN.lines), clip.toString("latin1")].flatMap(runsOf));
const hidden = new Set(runsOf(sold).filter((run) => !shown.has(run)));

const everything: ProgramAnswer = {
  facts: { kind: "text", trouble: null, lines: lines.length, encoding: "utf-8", columns: null },
  wave: [1, 2, 3],
  excerpt: {
    text: lines.slice(0, SHOWN.lines).join("\n"),
    entries: [{ path: "a/b.txt", bytes: 1 }],
    readme: "# Read me, please",
    chapters: [{ title: "The first chapter", depth: 0 }],
  },
  parts: [
    { kind: "page", mediaType: "image/webp", width: 8, height: 8, bytes: Buffer.from("a picture of it") },
    { kind: "clip", mediaType: "video/mp4", width: 0, height: 0, seconds: 1, bytes: clip },
  ],
};

/** What the siege needs beyond a file; nothing of it is there. */
const shopOf = (fileId: string): Shop => ({
  ...{ fileId, freeFileId: fileId, paymentId: "nothing", uploadId: "nothing", uploadToken: "x".repeat(43) },
  ...{ storageWallet: `0x${"11".repeat(20)}`, token: { address: `0x${"22".repeat(20)}`, name: "USDC", version: "2" } },
  ...{ sellerCookie: "", buyerCookie: "", sellerAddress: `0x${"33".repeat(20)}`, origin: appUrl() },
});

type Asked = { name: string; path: string; init: RequestInit };

/** Every public route as the siege asks it, then as other clients would: HEAD, ranges, the app's own navigation, each shown part. */
function requestsFor(fileId: string, info: FileInfo): Asked[] {
  const plain = findTargets(shopOf(fileId)).flatMap(({ name, door, plain: { method, path, headers, body } }) =>
    door.who || door.as === "paying"
      ? []
      : [{ name, path, init: { method, headers: headers as Record<string, string>, body } }],
  );
  const parts = [...info.previews, ...(info.sample ? [info.sample] : [])].map(({ url }) => url.slice(appUrl().length));
  const hashes = [createHash("sha256").update(paid).digest("hex").slice(0, 16), "", "0".repeat(16)];
  const own = [...parts, ...hashes.map((hash) => `/api/files/${fileId}/preview?h=${hash}`)].map((path) => ({
    name: `GET ${path}`,
    path,
    init: { method: "GET" } as RequestInit,
  }));
  const gets = [...plain, ...own].filter(({ init, path }) => init.method === "GET" && path.includes(fileId));
  const others: Asked[] = gets.flatMap(({ name, path, init }) =>
    waysToLook(headersOf(init)).map((other) => ({ name: `${name} as ${JSON.stringify(other)}`, path, init: other })),
  );
  return [...plain, ...own, ...others];
}

const waysToLook = (headers: Record<string, string>): RequestInit[] => [
  { method: "HEAD" },
  { method: "GET", headers: { ...headers, range: "bytes=0-99999" } },
  { method: "GET", headers: { ...headers, range: "bytes=-9000", "sec-fetch-dest": "video" } },
  { method: "GET", headers: { ...headers, "sec-purpose": "prefetch" } },
  { method: "GET", headers: { accept: "text/html", "next-router-prefetch": "1", rsc: "1" } },
];

const headersOf = ({ headers }: RequestInit) => (headers ?? {}) as Record<string, string>;

/** A response with everything that it says, also what is said in base64. */
async function read({ path, init }: Asked): Promise<string> {
  const response = await fetch(appUrl() + path, { redirect: "manual", ...init });
  const text = [
    JSON.stringify([...response.headers]),
    Buffer.from(await response.arrayBuffer()).toString("latin1"),
  ].join("\n");
  const decoded = [...text.matchAll(/[A-Za-z0-9+/_-]{44,}/g)].map(([code]) =>
    Buffer.from(code, "base64").toString("latin1"),
  );
  return [text, ...decoded].join("\n");
}

test("no public route says more of a file's content than its seller shows, and none of it once nothing is shown", async () => {
  test.setTimeout(120_000);
  const close = openShopData();
  const seller = await signInSeller(appUrl(), privateKeyToAccount(generatePrivateKey()));
  const { file } = await seller.sell({ bytes: paid, name: "data.bin", title: "Data" });
  await showContent(file.id, everything);
  const infoOf = async () => (await (await fetch(`${appUrl()}/api/files/${file.id}/info`)).json()) as FileInfo;
  const info = await infoOf();
  expect(info).toMatchObject({ sample: { kind: "clip" }, previews: [{ kind: "page" }] });
  const requests = requestsFor(file.id, info);

  const said: string[] = [];
  for (const asked of requests) {
    const text = await read(asked);
    const more = runsOf(text).filter((run) => hidden.has(run));
    expect([asked.name, more.slice(0, 1)]).toEqual([asked.name, []]);
    said.push(text);
  }
  // What is shown was found, so that what is not shown would have been.
  const found = new Set(said.flatMap(runsOf).filter((run) => shown.has(run)));
  expect(found.size).toBe(shown.size);
  expect(requests.length).toBeGreaterThan(150);

  const nothing = { picture: "none", sample: false, contents: false, text: false };
  const changed = await seller.request("PATCH", `/api/files/${file.id}`, { showing: nothing });
  expect(changed.status).toBe(200);
  const all = new Set([...hidden, ...shown]);
  for (const asked of requests) {
    const text = await read(asked);
    expect([
      asked.name,
      runsOf(text)
        .filter((run) => all.has(run))
        .slice(0, 1),
    ]).toEqual([asked.name, []]);
    for (const words of ["a picture of it", "a/b.txt", "Read me, please", "The first chapter"]) {
      expect([asked.name, text.includes(words)]).toEqual([asked.name, false]);
    }
  }
  await close();
});
