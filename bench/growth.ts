import { mkdtempSync, statSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { signInSeller } from "../e2e/seller";
import { type App, startApp } from "../e2e/stack";
import type { Figure } from "./figures";
import { fileIdAt, multiplyRows, type Sizes } from "./growth-rows";
import { type Bench, GIB, MIB } from "./measurement";
import { endWithUs } from "./programs";
import { takeTurns } from "./rounds";
import { openShop, signedBuyer } from "./shop";
import { answersPerSecond, receive } from "./wire";

/** Different files that are asked for, one after the other, as many as the small database has. */
const ASKED_FILES = 1_000;
/** Passes over them in one measurement, and how long one lasts in seconds: too short to meet a file twice. */
const PASSES = { count: 5, seconds: 0.3 };

type Grown = {
  app: App;
  sizes: Sizes;
  /** Of its database. */
  path: string;
  /** `Cookie` headers. */
  usual: string;
  great: string;
  stop(): Promise<void>;
};

/** How challenge and dashboard times grow with the number of files and payments in the database. */
export async function measureGrowth({ quick, runs, say }: Bench): Promise<Figure[]> {
  const small = { files: 1_000, payments: 10_000 };
  const times = quick ? 10 : 1_000;
  const large = { files: small.files * times, payments: small.payments * times };
  const few = await grow(small, say);
  const many = await grow(large, say);
  const seconds = quick ? 1 : 3;
  /** ms for one answer, one after the other. */
  const time = async ({ app }: Grown, paths: string[], status: number, seconds: number, headers = {}) => {
    const urls = [paths.map((path) => app.url + path)];
    return 1_000 / (await answersPerSecond(urls, status, { connections: 1, seconds, headers }));
  };
  const challenge = (one: Grown) => async () => {
    const paths = spreadFiles(one.sizes.files);
    let sum = 0;
    for (let pass = 0; pass < PASSES.count; pass += 1) {
      changeSomething(one.path);
      sum += await time(one, paths, 402, PASSES.seconds);
    }
    return sum / PASSES.count;
  };
  const dashboard = (one: Grown, who: "usual" | "great") => () =>
    time(one, ["/api/files"], 200, seconds, { Cookie: one[who] });
  try {
    const ms = await takeTurns(
      {
        "challenge, few": challenge(few),
        "challenge, many": challenge(many),
        "usual seller, few": dashboard(few, "usual"),
        "usual seller, many": dashboard(many, "usual"),
        "great seller, few": dashboard(few, "great"),
        "great seller, many": dashboard(many, "great"),
      },
      runs,
      say,
    );
    const rows = `${large.files.toLocaleString("en")} files and ${large.payments.toLocaleString("en")} payments`;
    const against = `${rows}, against ${times} times fewer`;
    const figure = (name: string, what: "challenge" | "usual seller" | "great seller", value: number): Figure => ({
      name: `${name}: ${against}`,
      unit: "ms",
      ours: ms[`${what}, many`],
      theirs: ms[`${what}, few`],
      target: { of: "ratio", is: "at most", value },
    });
    return [
      figure("Challenge", "challenge", 1.5),
      figure("Dashboard of a seller with 20 files and 200 sales", "usual seller", 2),
      figure("Dashboard of the seller of half of all files", "great seller", 2),
    ];
  } finally {
    await few.stop();
    await many.stop();
  }
}

/** A shop of that size: one real sale, multiplied while the app stands still, and a new start. */
async function grow(sizes: Sizes, say: (words: string) => void): Promise<Grown> {
  const dataDir = mkdtempSync(join(tmpdir(), "filekiosk-bench-growth-"));
  const shop = await openShop({ DATA_DIR: dataDir });
  const usual = await signInSeller(shop.app.url, shop.chain.accounts.stranger);
  const file = await shop.sell(MIB, "0.01");
  const link = `${shop.app.url}/f/${file.id}`;
  const { header } = await signedBuyer(shop.chain, link);
  const { status } = await receive(link, { "PAYMENT-SIGNATURE": header });
  if (status !== 200) throw new Error(`the sale to multiply was answered with ${status}`);
  await shop.app.stop();
  const path = join(dataDir, "filekiosk.db");
  const began = Date.now();
  multiplyRows(path, sizes, { usual: creatorOf(path, usual.address), great: creatorOf(path, shop.seller.address) });
  const size = (statSync(path).size / GIB).toFixed(2);
  say(
    `  made ${sizes.files} files, ${sizes.payments} payments: ${size} GiB in ${Math.round((Date.now() - began) / 1_000)} s`,
  );
  const app = await startApp(shop.env);
  endWithUs(app.pid);
  return {
    app,
    sizes,
    path,
    usual: usual.cookie,
    great: shop.seller.cookie,
    async stop() {
      await app.stop("SIGKILL");
      await shop.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Any change of any row makes the app forget what it has read, so that each file is looked up in the tables. */
function changeSomething(path: string): void {
  const database = new Database(path);
  try {
    database.exec("INSERT INTO UsedNonce VALUES (hex(randomblob(16)), 'bench', '2026-01-01T00:00:00.000+00:00')");
  } finally {
    database.close();
  }
}

function creatorOf(path: string, address: string): string {
  const database = new Database(path, { readonly: true });
  try {
    const row = database.prepare("SELECT id FROM Creator WHERE address = ?").get(address.toLowerCase());
    return (row as { id: string }).id;
  } finally {
    database.close();
  }
}

/** Paths of files from the whole of the table, neighbours far apart. */
function spreadFiles(files: number): string[] {
  const count = Math.min(ASKED_FILES, files);
  return Array.from({ length: count }, (_, at) => `/api/files/${fileIdAt((at * 7_919_777) % files)}`);
}
