import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { resetSettings, settings } from "@/lib/settings/settings";
import { comeBack, lose, openSafe, type Safe } from "@/test/restored-shop";
import { openShop, type Shop } from "@/test/shop";

/** `npm run restore` as an operator runs it. */

let shop: Shop;
let safe: Safe;
beforeAll(async () => {
  safe = openSafe();
  shop = await openShop();
});
afterAll(async () => {
  await shop.close();
  safe.remove();
});

async function run(command: string, ...args: string[]) {
  const child = spawn(process.execPath, ["commands/run.mjs", command, ...args], {
    env: { ...process.env, NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(child, "close");
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await ended;
  return { code, out, err };
}

async function buy(fileId: string) {
  const outcome = await shop.buy(fileId, { payment: (await shop.sign(fileId)).header });
  if (outcome.kind !== "granted") throw new Error(outcome.kind);
  return outcome.claimToken ?? "";
}

describe("npm run restore", () => {
  it("refuses over a shop that is there: 2, and why", async () => {
    await run("backup", "--to", safe.backups);
    const refused = await run("restore", safe.backups, "--without-journal");
    expect(refused).toMatchObject({ code: 2, err: expect.stringMatching(/filekiosk\.db exists/) });
    const json = await run("restore", safe.backups, "--without-journal", "--json");
    expect(JSON.parse(json.out)).toMatchObject({ error: "not_empty" });
    expect(await run("restore", "--confirm")).toMatchObject({ code: 2, err: expect.stringContaining("not restored") });
  }, 120_000);

  it("restores, compares, asks, and the shop sells again with the sales made since", async () => {
    const [one, other] = [await shop.sell(), await shop.sell()];
    const before = await buy(one.id);
    await run("backup", "--to", safe.backups);
    await buy(other.id);
    await lose();
    expect(await run("restore", safe.backups)).toMatchObject({
      code: 2,
      err: expect.stringContaining("--without-journal"),
    });
    expect(await run("restore", "--confirm")).toMatchObject({ code: 2, err: expect.stringContaining("no shop yet") });
    expect(existsSync(join(settings().dataDir, "filekiosk.db"))).toBe(false);
    const restored = await run("restore", safe.backups, "--without-journal");
    expect(restored).toMatchObject({ code: 0, out: expect.stringMatching(/^Restored .*: \d+ rows, 2 files/) });
    resetSettings();
    const asked = await run("restore", "--confirm");
    expect(asked).toMatchObject({ code: 1, err: expect.stringContaining("Say yes with --yes") });
    expect(asked.out).toMatch(/Sold since the backup; .*: 1, together 0.25 USDC on eip155:31337/);
    expect((await shop.buy(other.id)).kind).toBe("unavailable");
    expect(await run("restore", "--confirm", "--yes")).toMatchObject({
      code: 0,
      out: expect.stringContaining("Confirmed: the shop sells."),
    });
    expect(await run("restore", "--found")).toMatchObject({
      code: 0,
      out: expect.stringContaining("opens to the payer’s signature"),
    });
    expect(await run("restore", "--grant", "x")).toMatchObject({ code: 2 });
    expect((await comeBack(shop, other.id, shop.chain.accounts.buyer)).kind).toBe("granted");
    expect((await shop.buy(one.id, { claimToken: before })).kind).not.toBe("granted");
    expect(await db().order.count()).toBe(2);
    const again = JSON.parse((await run("restore", "--confirm", "--json")).out);
    expect(again).toMatchObject({ confirmed: true, found: [], obstacles: [] });
  }, 120_000);

  it("does not confirm while the chain cannot be read: 1", async () => {
    await db().restoration.updateMany({ data: { confirmedAt: null } });
    process.env.RPC_URL_31337 = "http://127.0.0.1:2/secret-key";
    const { code, out, err } = await run("restore", "--confirm", "--yes");
    process.env.RPC_URL_31337 = shop.chain.rpcUrl;
    expect({ code, err }).toMatchObject({ code: 1, err: expect.stringContaining("Not confirmed") });
    expect(out).toContain("chain_unreadable");
    expect(out + err).not.toContain("secret-key");
    expect(await db().restoration.count({ where: { confirmedAt: null } })).toBe(1);
  });
});
