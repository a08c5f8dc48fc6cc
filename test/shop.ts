import { createHash, randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createWalletClient, http, publicActions } from "viem";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { hashSecret, newId, newSecret } from "@/lib/ids";
import { parseUsd } from "@/lib/money";
import { usdcAbi } from "@/lib/payment-methods/evm/chain/usdc.abi";
import { releaseLeases } from "@/lib/payment-methods/evm/gas/lease";
import { forgetPerProcess } from "@/lib/process";
import { findFile } from "@/lib/products/files/find-file";
import type { NewVersionFor } from "@/lib/products/files/schema";
import { updateFile } from "@/lib/products/files/update-file";
import { challengeFor } from "@/lib/protocols/x402/challenge";
import { resetSettings } from "@/lib/settings/settings";
import type { Outcome } from "@/lib/shop/purchase/outcome";
import { purchase } from "@/lib/shop/purchase/purchase";
import type { PurchaseRequest } from "@/lib/shop/purchase/request";
import { newStorageKey } from "@/lib/storage/keys";
import { storage } from "@/lib/storage/storage";
import { startTestChain, type TestAccount, type TestChain } from "./chain";
import { freshDatabase } from "./database";
import { type Bend, type SignedPayment, signPayment } from "./sign-payment";

/** A shop without its routes: real chain, real database, real bytes on disk, one seller. */
export type Shop = {
  chain: TestChain;
  sellerId: string;
  sell(file?: {
    price?: string;
    bytes?: Buffer;
    name?: string;
    downloadDays?: number;
  }): Promise<{ id: string; bytes: Buffer }>;
  /** Replaces a file's bytes, as its seller does. */
  replace(fileId: string, newVersionFor: NewVersionFor, bytes?: Buffer): Promise<Buffer>;
  sign(fileId: string, payer?: TestAccount, bend?: Bend): Promise<SignedPayment>;
  /** `purchase` with only the given credentials. */
  buy(fileId: string, shown?: Partial<PurchaseRequest>): Promise<Outcome>;
  /** Sends an authorization to the chain without the shop, as anybody can who has seen it. */
  submit(paid: SignedPayment, by?: TestAccount): Promise<void>;
  /** USDC of the seller, in atomic units. */
  received(): Promise<bigint>;
  close(): Promise<void>;
};

/** @param given a chain that plays a public network, with the settings for it; the devnet by default */
export async function openShop(given?: TestChain): Promise<Shop> {
  const chain = given ?? (await startTestChain());
  process.env[`RPC_URL_${chain.chainId}`] = chain.rpcUrl;
  const database = await freshDatabase();
  resetSettings();
  forgetPerProcess("facilitator");
  const address = chain.accounts.seller.address.toLowerCase();
  const sellerId = newId();
  await db().seller.create({ data: { id: sellerId, address, payTo: address, createdAt: new Date() } });

  async function sell({ price = "0.25", bytes = randomBytes(5_000), name = "report.pdf", downloadDays = 30 } = {}) {
    const now = new Date();
    const id = newId();
    await db().file.create({
      data: {
        id,
        sellerId: sellerId,
        title: "A report",
        description: "",
        onSaleUntil: new Date(now.getTime() + 30 * DAY),
        createdAt: now,
        updatedAt: now,
      },
    });
    const stored = await store(database.dir, bytes, name);
    const version = { id: newId(), fileId: id, number: 1, newVersionFor: "new-buyers", createdAt: now };
    await db().fileVersion.create({ data: { ...stored, ...version } });
    const terms = { id: newId(), fileId: id, versionId: version.id, payTo: address, downloadDays, from: now };
    await db().terms.create({ data: { ...terms, priceMicroUsd: parseUsd(price) ?? 0n } });
    return { id, bytes };
  }

  async function replace(fileId: string, newVersionFor: NewVersionFor, bytes = randomBytes(5_000)) {
    const [uploadId, uploadToken] = [newId(), newSecret()];
    const stored = await store(database.dir, bytes, "report.pdf");
    const row = { id: uploadId, tokenHash: hashSecret(uploadToken), ipPrefix: "", state: "finished" };
    await db().upload.create({ data: { ...stored, ...row, createdAt: new Date() } });
    await updateFile(sellerId, fileId, { uploadId, uploadToken, newVersionFor }, new Date());
    return bytes;
  }

  return {
    chain,
    sellerId,
    sell,
    replace,
    async sign(fileId, payer = chain.accounts.buyer, bend = {}) {
      const file = await findFile(fileId);
      if (!file) throw new Error("no such file");
      return signPayment(challengeFor(file, "Payment required"), payer, bend);
    },
    buy(fileId, shown = {}) {
      const nothing = {
        payment: null,
        signIn: null,
        claimToken: null,
        chosenClaimToken: null,
        ticket: null,
        sellerId: null,
      };
      return purchase({ ...nothing, now: new Date(), ...shown, fileId });
    },
    submit: (paid, by = chain.accounts.stranger) => submit(chain, paid, by),
    received: () => chain.usdcBalance(chain.accounts.seller.address),
    async close() {
      // A lease that continues being renewed would open the database again.
      await releaseLeases();
      await chain.stop();
      await database.close();
    },
  };
}

/** Bytes in their place, and what a row says of them. */
async function store(folder: string, bytes: Buffer, name: string) {
  const storageKey = newStorageKey();
  const local = join(folder, storageKey);
  await writeFile(local, bytes);
  await storage().promote(local, storageKey);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { name, mediaType: "application/pdf", size: BigInt(bytes.length), sha256, storageKey };
}

async function submit(
  chain: TestChain,
  { authorization, signature }: SignedPayment,
  account: TestAccount,
): Promise<void> {
  const wallet = createWalletClient({ account, transport: http(chain.rpcUrl) });
  const { from, to, value, validAfter, validBefore, nonce } = authorization as Record<string, `0x${string}`>;
  const hash = await wallet.writeContract({
    chain: null,
    address: chain.network.token.address,
    abi: usdcAbi,
    functionName: "transferWithAuthorization",
    args: [from, to, BigInt(value ?? 0), BigInt(validAfter ?? 0), BigInt(validBefore ?? 0), nonce, signature] as never,
  });
  const receipt = await wallet.extend(publicActions).waitForTransactionReceipt({ hash, pollingInterval: 50 });
  if (receipt.status !== "success") throw new Error("the transfer reverted");
}
