import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { startTestChain } from "../../test/chain";
import { type Bed, makeBed, newAccount } from "../bed";
import { startBreakableProxy } from "../breakable-proxy";
import { signInSeller } from "../seller";
import { freePort } from "../stack";

/**
 * @x402/fetch, unmodified and with its default settings, pays for storage: it knows nothing about uploads, and signs again
 * each time. Its packages are in test/clients.
 */
test.describe.configure({ mode: "serial" });

const operator = newAccount().address;
const SIZE = 1_000_000;
/** For 60 days, at $5 per GB and 30 days. */
const PRICE = 10_000n;

let bed: Bed;
let proxy: Awaited<ReturnType<typeof startBreakableProxy>>;
test.beforeAll(async () => {
  const port = await freePort();
  proxy = await startBreakableProxy(`http://localhost:${port}`);
  bed = await makeBed(await startTestChain({ chainId: 84532 }), {
    PORT: String(port),
    APP_URL: proxy.url,
    STORAGE_PRICE: "5",
    STORAGE_PAY_TO: operator,
  });
});
test.afterAll(async () => {
  await bed?.stop();
  proxy?.stop();
});

type Room = {
  status: number;
  location: string;
  uploadToken: string;
  paymentId: string;
  settlement: { success: boolean; payer: string; transaction: string };
};

/** A program with a wallet, and one request for room that it may repeat. */
async function newProgram(days = 60) {
  const account = newAccount();
  await bed.chain.fund(account.address, 1_000_000n);
  const script = join(import.meta.dirname, "../../test/clients/store-with-fetch.mjs");
  const env = {
    NODE_ENV: "production" as const,
    PATH: process.env.PATH,
    PAYER_KEY: account.key,
    UPLOAD_TOKEN: randomBytes(32).toString("base64url"),
    IDEMPOTENCY_KEY: randomBytes(16).toString("hex"),
  };
  return {
    account,
    async ask(): Promise<Room> {
      const { stdout } = await promisify(execFile)(process.execPath, [script, proxy.url, String(SIZE), String(days)], {
        env,
      });
      return JSON.parse(stdout) as Room;
    },
    spent: async () => 1_000_000n - (await bed.chain.usdcBalance(account.address)),
  };
}

async function sendBytes({ location, uploadToken }: Room): Promise<number> {
  const { status } = await fetch(new URL(location, proxy.url), {
    method: "PATCH",
    headers: {
      "Tus-Resumable": "1.0.0",
      "Upload-Token": uploadToken,
      "Upload-Offset": "0",
      "Content-Type": "application/offset+octet-stream",
    },
    body: randomBytes(SIZE),
  });
  return status;
}

test("its answer is lost after the settlement and it signs again: one charge, one upload, which can be sold", async () => {
  const program = await newProgram();
  proxy.loseAnswer(({ headers }) => headers["payment-signature"] !== undefined);
  await expect(program.ask()).rejects.toThrow();
  expect(await program.spent()).toBe(PRICE);
  const [again, third] = [await program.ask(), await program.ask()];
  expect(again).toMatchObject({
    status: 201,
    settlement: { success: true, payer: program.account.address.toLowerCase() },
  });
  expect(third).toMatchObject({ status: 201, location: again.location, paymentId: again.paymentId });
  expect(third.settlement.transaction).toBe(again.settlement.transaction);

  expect(await sendBytes(third)).toBe(204);
  // Its bytes are here: another signature opens and pays nothing.
  expect(await program.ask()).toMatchObject({ status: 409 });
  expect(await program.spent()).toBe(PRICE);
  expect(await bed.chain.usdcBalance(operator)).toBe(PRICE);

  const seller = await signInSeller(proxy.url, program.account, bed.chain.chainId);
  const uploadId = new URL(third.location, proxy.url).pathname.split("/").pop();
  const created = await seller.request("POST", "/api/files", {
    uploadId,
    uploadToken: third.uploadToken,
    price: "0.25",
  });
  expect(await created.json()).toMatchObject({
    size: SIZE,
    seller: { address: program.account.address.toLowerCase() },
  });
});

test("another request is another upload, and its price is that of its days", async () => {
  const before = await bed.chain.usdcBalance(operator);
  const rooms = [await (await newProgram()).ask(), await (await newProgram(90)).ask()];
  expect(rooms.map(({ status }) => status)).toEqual([201, 201]);
  expect(new Set(rooms.map(({ location }) => location)).size).toBe(2);
  expect(await bed.chain.usdcBalance(operator)).toBe(before + PRICE + (PRICE * 3n) / 2n);
});
