import { expect, test } from "@playwright/test";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import type { OEmbed } from "../../lib/embeds/schema";
import { type Seller, type SoldFile, signInSeller } from "../seller";
import { appUrl } from "../shop-pages";

/** A file on other people's sites: the small page for frames, and oEmbed with its discovery. */

let seller: Seller;
let sold: SoldFile;
test.beforeAll(async () => {
  seller = await signInSeller(appUrl(), privateKeyToAccount(generatePrivateKey()));
  sold = await seller.sell({ title: 'Maps & "plans" <b>', price: "4.50" });
});

const ask = (path: string, init: RequestInit = {}) => fetch(`${appUrl()}${path}`, init);

test("a site that has only the link finds how to show it", async () => {
  const html = await (await fetch(sold.file.url, { headers: { Accept: "text/html" } })).text();
  const [, href = ""] = /<link rel="alternate" type="application\/json\+oembed" href="([^"]+)"/.exec(html) ?? [];
  const found = await fetch(new URL(href.replaceAll("&amp;", "&"), appUrl()));
  expect([found.status, found.headers.get("content-type")]).toEqual([200, "application/json"]);
  expect(found.headers.get("access-control-allow-origin")).toBe("*");
  const answer = (await found.json()) as OEmbed;
  expect(answer).toMatchObject({ version: "1.0", type: "rich", title: sold.file.title, width: 400, height: 360 });
  const [, frame = ""] = /^<iframe src="([^"]+)"/.exec(answer.type === "rich" ? answer.html : "") ?? [];
  expect((await fetch(frame)).status).toBe(200);
});

for (const [query, status] of [
  ["", 400],
  ["?url=x", 400],
  ["?url=https://example.org/f/x", 404],
  [`?url=${encodeURIComponent("{file}")}&format=xml`, 501],
  [`?url=${encodeURIComponent("{file}")}&format=json`, 200],
] as const) {
  test(`oEmbed answers ${query} with ${status}`, async () => {
    const url = query.replace(encodeURIComponent("{file}"), encodeURIComponent(sold.file.url));
    expect((await ask(`/api/oembed${url}`)).status).toBe(status);
  });
}

test("the small page may be framed by any site, runs nothing, keeps nothing, and its words stay words", async () => {
  const response = await ask(`/api/files/${sold.file.id}/embed?l=en`);
  const html = await response.text();
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
  expect(response.headers.get("x-frame-options")).toBeNull();
  expect(response.headers.get("set-cookie")).toBeNull();
  const policy = response.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("frame-ancestors *");
  expect(policy).toContain("sandbox allow-popups");
  expect(policy).not.toMatch(/script|allow-same-origin|unsafe-eval/);
  expect(html).toContain("Maps &amp; &quot;plans&quot; &lt;b&gt;");
  expect(html).toContain("Buy for $4.50");
  expect(html).not.toMatch(/<script|<b>|\son\w+=/);
});

test("the small page speaks the reader's language, and says what became of a file", async () => {
  const arabic = await (await ask(`/api/files/${sold.file.id}/embed`, { headers: { "Accept-Language": "ar" } })).text();
  expect(arabic).toContain('<html lang="ar" dir="rtl">');
  const { file } = await seller.sell({ title: "Gone" });
  await seller.request("PATCH", `/api/files/${file.id}`, { paused: true });
  expect(await (await ask(`/api/files/${file.id}/embed`)).text()).toContain("Not on sale now");
  await seller.request("DELETE", `/api/files/${file.id}`);
  const gone = await ask(`/api/files/${file.id}/embed`);
  expect([gone.status, await gone.text()]).toEqual([410, expect.not.stringContaining("Gone")]);
  expect((await ask("/api/files/nothing/embed")).status).toBe(404);
});

test("looking settles nothing, whatever is sent along (rule 8)", async () => {
  const headers = { "PAYMENT-SIGNATURE": "eyJ4NDAyVmVyc2lvbiI6Mn0=", "Claim-Token": "x".repeat(43) };
  for (const path of [`/api/files/${sold.file.id}/embed`, `/api/oembed?url=${encodeURIComponent(sold.file.url)}`]) {
    for (const method of ["GET", "HEAD"]) {
      const response = await ask(path, { method, headers });
      expect([path, method, response.status]).toEqual([path, method, 200]);
      expect(response.headers.get("payment-required")).toBeNull();
      expect(response.headers.get("payment-response")).toBeNull();
    }
  }
});
