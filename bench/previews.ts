import sharp from "sharp";
import type { PrivateKeyAccount } from "viem/accounts";
import type { OwnFile } from "../lib/products/files/schema";
import type { Figure } from "./figures";
import type { Bench } from "./measurement";
import { takeTurns } from "./rounds";
import { clientHeader, newBuyer, openShop, type Shop, signFor } from "./shop";
import { receive } from "./wire";

/** Files that are published, and sales, in one turn: 200 of each in five rounds. */
const IN_A_TURN = { quick: 4, full: 40 };
/** Buyers at once. */
const CROWD = 4;
/** Bytes of the file that is sold meanwhile. */
const SIZE = 64 * 1024;
/** What selling may lose while pictures of new files are made. */
const MOST = 1.1;
/** Milliseconds between two looks at whether all are made. */
const LOOK_EVERY = 500;

/** Sales while the content of as many new files is read and shown, against sales while nothing else happens. */
export async function measurePreviews({ quick, runs, say }: Bench): Promise<Figure[]> {
  const count = quick ? IN_A_TURN.quick : IN_A_TURN.full;
  const shop = await openShop({}, { settleMs: 0 });
  try {
    const file = await shop.sell(SIZE, "0.01");
    const url = `${shop.app.url}/f/${file.id}`;
    const photo = await makePhoto();
    const sellBeside = async (files: OwnFile[]) => {
      const buyers: PrivateKeyAccount[] = [];
      while (buyers.length < count) buyers.push(await newBuyer(shop.chain));
      const took = await sellTo(url, buyers);
      const { pending } = await lookAt(shop, files);
      if (files.length > 0 && pending === 0)
        throw new Error("Everything was made before the last sale: no comparison.");
      await untilMade(shop, files);
      return took;
    };
    const turns = await takeTurns(
      { quiet: () => sellBeside([]), beside: async () => sellBeside(await publish(shop, photo, count)) },
      runs,
      say,
    );
    return [
      {
        name: `A sale beside previews of ${count * runs} files`,
        unit: "ms",
        ours: turns.beside,
        theirs: turns.quiet,
        target: { of: "ratio", is: "at most", value: MOST },
        note: `theirs: the same ${count * runs} sales while nothing else happens`,
      },
    ];
  } finally {
    await shop.stop();
  }
}

/** Twelve megapixels, as telephones make them. */
function makePhoto(): Promise<Buffer> {
  const noise = { type: "gaussian", mean: 128, sigma: 30 } as const;
  return sharp({ create: { width: 4_000, height: 3_000, channels: 3, background: "#808080", noise } })
    .jpeg({ quality: 60 })
    .toBuffer();
}

async function publish({ seller }: Shop, photo: Buffer, count: number): Promise<OwnFile[]> {
  const files: OwnFile[] = [];
  // Each of its own hash.
  while (files.length < count) {
    const bytes = Buffer.concat([photo, Buffer.from(`${Date.now()} ${files.length}`)]);
    files.push((await seller.sell({ bytes, name: "photo.jpg", price: "1.00" })).file);
  }
  return files;
}

/** @returns ms for each sale, the whole of it: asking for the price, signing, paying, receiving */
async function sellTo(url: string, buyers: PrivateKeyAccount[]): Promise<number> {
  const began = performance.now();
  for (let at = 0; at < buyers.length; at += CROWD) {
    await Promise.all(
      buyers.slice(at, at + CROWD).map(async (buyer, place) => {
        const { header } = await signFor(buyer, url);
        const answer = await receive(url, { "PAYMENT-SIGNATURE": header, ...clientHeader(at + place) });
        if (answer.status !== 200 || answer.bytes !== SIZE) throw new Error(`${url} answered ${answer.head}`);
      }),
    );
  }
  return (performance.now() - began) / buyers.length;
}

async function lookAt({ app }: Shop, files: readonly OwnFile[]): Promise<{ pending: number }> {
  const told = await Promise.all(
    files.map(async ({ id }, at) => {
      const answer = await fetch(`${app.url}/api/files/${id}/info`, { headers: clientHeader(at) });
      return (await answer.json()) as OwnFile;
    }),
  );
  return { pending: told.filter(({ facts }) => facts === null).length };
}

async function untilMade(shop: Shop, files: readonly OwnFile[]): Promise<void> {
  while ((await lookAt(shop, files)).pending > 0) await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
}
