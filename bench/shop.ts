import { randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PaymentRequired } from "@x402/core/types";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { type Seller, signInSeller } from "../e2e/seller";
import { type App, type Build, devnetEnv, startApp } from "../e2e/stack";
import type { OwnFile } from "../lib/products/files/schema";
import { UPLOADS_PATH } from "../lib/uploads/schema";
import { startTestChain, type TestChain } from "../test/chain";
import { decode, type SignedPayment, signPayment } from "../test/sign-payment";
import { endWithUs, type Program, startTypeScript } from "./programs";
import { sendFile } from "./send-file";

/** The production build with a chain and a facilitator, and a seller in it. */
export type Shop = {
  app: App;
  chain: TestChain;
  facilitator: Program;
  seller: Seller;
  dataDir: string;
  env: Record<string, string>;
  /** Uploads a file of this size and puts it on sale; price "0" is free. */
  sell(size: number, price: string): Promise<OwnFile>;
  /** One more process on the same database. */
  another(): Promise<App>;
  stop(): Promise<void>;
};

/** Every request may name the address that it comes from, so that no limit for one client is met. */
export const clientHeader = (at: number) => ({ "X-Forwarded-For": `10.1.${Math.floor(at / 200)}.${at % 200}` });

type ShopOptions = {
  /** The least time that the facilitator takes to settle; 300 ms by default. */
  settleMs?: number;
  /** A build other than this folder's. */
  build?: Build;
  /** Another shop, whose chain and facilitator this one uses. It stops them. */
  beside?: Pick<Shop, "chain" | "facilitator">;
};

/** @param more settings on top of the usual ones */
export async function openShop(
  more: Record<string, string> = {},
  { settleMs = 300, build, beside }: ShopOptions = {},
): Promise<Shop> {
  const { chain, facilitator } = beside ?? (await startChain(settleMs));
  const dataDir = more.DATA_DIR ?? mkdtempSync(join(tmpdir(), "filekiosk-bench-"));
  const { GAS_KEY: _, ...keyless } = devnetEnv(chain, dataDir);
  const env = { ...keyless, FACILITATOR: facilitator.url, TRUSTED_PROXIES: "1", LOG_LEVEL: "error", ...more };
  const app = await startApp(env, build);
  endWithUs(app.pid);
  const others: App[] = [];
  const seller = await signInSeller(app.url, chain.accounts.seller);
  return {
    app,
    chain,
    facilitator,
    seller,
    dataDir,
    env,
    async sell(size, price) {
      const sent = await sendFile(`${app.url}${UPLOADS_PATH}`, size, { Cookie: seller.cookie, Origin: app.url });
      const uploadId = sent.url.split("/").at(-1);
      const answer = await seller.request("POST", "/api/files", { uploadId, uploadToken: sent.token, price });
      if (answer.status !== 201) throw new Error(`the file is not on sale: ${await answer.text()}`);
      return (await answer.json()) as OwnFile;
    },
    async another() {
      const started = await startApp({ ...env, APP_URL: app.url }, build);
      endWithUs(started.pid);
      others.push(started);
      return started;
    },
    async stop() {
      await Promise.all([app, ...others].map((one) => one.stop("SIGKILL")));
      if (!beside) {
        await facilitator.stop();
        await chain.stop();
      }
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function startChain(settleMs: number): Promise<Pick<Shop, "chain" | "facilitator">> {
  const chain = await startTestChain();
  return { chain, facilitator: await startTypeScript("facilitator.ts", chain.rpcUrl, String(settleMs)) };
}

/** A buyer with a dollar who has never bought here. */
export async function newBuyer(chain: TestChain): Promise<PrivateKeyAccount> {
  const account = privateKeyToAccount(generatePrivateKey());
  await chain.fund(account.address, 1_000_000n);
  return account;
}

/** A new buyer who has signed for what a URL costs. */
export async function signedBuyer(chain: TestChain, url: string): Promise<SignedPayment> {
  return signFor(await newBuyer(chain), url);
}

/** Asks what a URL costs and signs for it. */
export async function signFor(account: PrivateKeyAccount, url: string): Promise<SignedPayment> {
  const from = { "X-Forwarded-For": `10.2.${[...randomBytes(2)].join(".")}` };
  const asked = await fetch(url, { headers: from });
  await asked.body?.cancel();
  if (asked.status !== 402) throw new Error(`${url} answered ${asked.status}`);
  return signPayment(decode<PaymentRequired>(asked.headers.get("payment-required")), account);
}

/**
 * How long the facilitator took for each payment (ms), in their order.
 *
 * @throws Error for a payment that it has not settled: then nothing was sold, even if the response was 200
 */
export async function settleTimes(facilitator: Program, nonces: readonly string[]): Promise<number[]> {
  const times = (await (await fetch(`${facilitator.url}/times`)).json()) as Record<string, number>;
  return nonces.map((nonce) => {
    const took = times[nonce];
    if (took === undefined) throw new Error(`the payment ${nonce} was not settled`);
    return took;
  });
}
