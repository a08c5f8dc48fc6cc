import "server-only";
import { SECOND } from "@/lib/clock";
import type { Check, Shop } from "@/lib/doctor/check";
import { type Finding, fine, trouble } from "@/lib/doctor/finding";
import { readTestBytes, TEST_ETAG } from "@/lib/doctor-probe/test-bytes";
import { askShop, filePath, type ShopAnswer, whyNot } from "./ask-shop";

const SAME = "With nginx: gzip off; and no caching or filtering for this site.";

/** A whole file, as buyers get it: complete, unchanged, with its length and its ETag. */
export const download: Check = {
  name: "download",
  async run(shop) {
    const got = await get(shop, { "Accept-Encoding": "gzip, br" }).catch(whyNot);
    const problem = typeof got === "string" ? got : problemOf(got, shop.largeSize);
    if (problem !== null || typeof got === "string") {
      const words = `A file of ${shop.largeSize / 1024 / 1024} MB does not arrive as it was sent: ${problem}.`;
      return [trouble("download-damaged", { words, fix: SAME })];
    }
    const size = `${shop.largeSize / 1024 / 1024} MB in ${(got.times.last / SECOND).toFixed(1)} seconds`;
    return [...findLostTag(got), fine("download", `A file arrives complete and unchanged: ${size}.`)];
  },
};

/** A part of a file, as players and resumed downloads ask for it. */
export const ranges: Check = {
  name: "ranges",
  async run(shop) {
    const { status, body, headers } = await get(shop, { Range: "bytes=70000-70999", "If-Range": TEST_ETAG });
    const isPart = status === 206 && body.equals(readTestBytes(70_000, 71_000));
    if (isPart && headers["content-range"] === `bytes 70000-70999/${shop.largeSize}`) {
      return [fine("ranges", "Parts of files can be asked for, so downloads can be resumed.")];
    }
    const words = `A part of a file was asked for (Range with If-Range), and the answer was not that part (status ${status}). Downloads cannot be resumed.`;
    const fix = `Let the proxy in front pass Range and If-Range, and ETag in answers. ${SAME}`;
    return [trouble("ranges-lost", { words, fix })];
  },
};

function get(shop: Shop, headers: Record<string, string>): Promise<ShopAnswer> {
  const path = filePath(`?size=${shop.largeSize}`);
  return askShop(shop, { kind: "bytes", origin: shop.settings.appUrl, path, headers, timeout: 60 * SECOND });
}

function problemOf({ status, headers, body, isShops }: ShopAnswer, size: number): string | null {
  if (!isShops || status !== 200) return `status ${status}`;
  if (headers["content-encoding"]) return `it was compressed (${headers["content-encoding"]})`;
  if (body.length !== size) return `${body.length} bytes came`;
  if (!body.equals(readTestBytes(0, size))) return "its bytes were changed";
  return headers["content-length"] === undefined ? "its length (Content-Length) was removed" : null;
}

function findLostTag({ headers: { etag } }: ShopAnswer): Finding[] {
  if (etag === TEST_ETAG) return [];
  const words = `The ETag of files is ${etag === undefined ? "removed" : "changed"} on the way. Resumed downloads start again from the beginning.`;
  return [trouble("etag-lost", { words, fix: SAME })];
}
