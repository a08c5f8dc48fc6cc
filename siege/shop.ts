import { randomBytes } from "node:crypto";
import { statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { present, signFor } from "../e2e/buyer";
import { cookiesOf, type Seller, type SoldFile, signInSeller, signOffered } from "../e2e/seller";
import { type Stack, startStack } from "../e2e/stack";
import type { SignInNonce } from "../lib/sign-in/schema";
import type { Shop } from "./doors";

export type OpenShop = Shop & {
  stack: Stack;
  seller: Seller;
  priced: SoldFile;
  /** Large enough that who reads nothing of it holds the server's buffers. */
  free: SoldFile;
  metricsToken: string;
  /** Bytes: a quarter of the disk's room, so that a few announcements are all of it. */
  maxFileSize: number;
  /** What no answer may contain. */
  secrets: string[];
  stop(): Promise<void>;
};

/** The size of the free file in bytes. */
const FREE_SIZE = 8 * 1024 * 1024;

/** The operator's, for storage: nobody's wallet. */
const STORAGE_WALLET = "0x9fa2c5dbe7a3b1a5a5b6a1c4a2f7f0c3e1d2b3a4";

/** The production build with paid storage, two files, one sale and an unclaimed upload, behind one trusted proxy. */
export async function openShop(): Promise<OpenShop> {
  const metricsToken = randomBytes(16).toString("hex");
  const sessionSecret = randomBytes(32).toString("hex");
  const { bavail, bsize } = await statfs(tmpdir());
  const maxFileSize = Math.floor((bavail * bsize) / 4);
  const stack = await startStack({
    TRUSTED_PROXIES: "1",
    METRICS_TOKEN: metricsToken,
    SESSION_SECRET: sessionSecret,
    MAX_FILE_SIZE: String(maxFileSize),
    STORAGE_PRICE: "0.03",
    STORAGE_PAY_TO: STORAGE_WALLET,
    // The honest seller stores for free.
    STORAGE_FREE_ROOM: String(maxFileSize),
  });
  const { app, chain, dataDir } = stack;
  try {
    // Blocks come by themselves, as elsewhere.
    const clock = setInterval(() => void chain.mine().catch(() => {}), 1_000);
    const seller = await signInSeller(app.url, chain.accounts.seller);
    const priced = await seller.sell({ price: "0.25" });
    const free = await seller.sell({ price: "0", bytes: randomBytes(FREE_SIZE), name: "free.bin" });
    const buyer = chain.accounts.buyer;
    const { header } = await signFor(priced.file.url, buyer);
    const paid = await present(priced.file.url, header);
    if (paid.status !== 200) throw new Error(`The first sale answered ${paid.status}: ${await paid.text()}`);
    await paid.arrayBuffer();
    // Of a seller who has sold: it makes way for nobody.
    const { uploadId, uploadToken } = await seller.upload(randomBytes(20_000), "unclaimed.bin");
    return {
      stack,
      seller,
      priced,
      free,
      metricsToken,
      maxFileSize,
      origin: app.url,
      fileId: priced.file.id,
      freeFileId: free.file.id,
      uploadId,
      uploadToken,
      storageWallet: STORAGE_WALLET,
      token: chain.network.token,
      paymentId: paid.headers.get("payment-id") ?? "",
      sellerCookie: seller.cookie,
      buyerCookie: await signInBuyer(app.url, buyer),
      sellerAddress: chain.accounts.seller.address,
      secrets: [
        chain.rpcUrl,
        new URL(chain.rpcUrl).host,
        sessionSecret,
        metricsToken,
        dataDir,
        process.cwd(),
        chain.accounts.gas.key,
      ],
      async stop() {
        clearInterval(clock);
        await stack.stop();
      },
    };
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

type Wallet = { address: `0x${string}`; signMessage(what: { message: string }): Promise<string> };

/** Opens "My purchases" of a wallet; returns the `Cookie` header. */
async function signInBuyer(origin: string, wallet: Wallet): Promise<string> {
  const ask = async (path: string, body?: unknown) => {
    const headers = { Origin: origin, "Content-Type": "application/json" };
    const response = await fetch(`${origin}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    return response;
  };
  const offered = (await (await ask("/api/purchases/sign-in/nonce")).json()) as SignInNonce;
  const signed = await signOffered(wallet, offered);
  return cookiesOf(await ask("/api/purchases/sign-in", signed));
}
