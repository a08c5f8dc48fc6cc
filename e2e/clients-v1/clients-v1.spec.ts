import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { createPublicClient, http, parseEventLogs } from "viem";
import { usdcAbi } from "../../lib/payment-methods/evm/chain/usdc.abi";
import { startTestChain } from "../../test/chain";
import { type Bed, makeBed, newAccount } from "../bed";

/**
 * Unmodified clients of x402 version 1 on the bed of Base Sepolia, beside those of version 2. Run by `npm run test:clients-v1`, which
 * installs them.
 */
test.describe.configure({ mode: "serial" });

let bed: Bed;
test.beforeAll(async () => {
  bed = await makeBed(await startTestChain({ chainId: 84532 }));
});
test.afterAll(() => bed?.stop());

/** Runs a client as its own program. */
async function buy(client: string, link: string, key: string) {
  const script = join(import.meta.dirname, "../../test", client);
  const env = { NODE_ENV: "production" as const, PATH: process.env.PATH, PAYER_KEY: key };
  const { stdout } = await promisify(execFile)(process.execPath, [script, link], { env });
  return JSON.parse(stdout) as {
    status: number;
    size: number;
    sha256: string;
    settlement: { success: boolean; network: string; payer: string; transaction: `0x${string}` };
  };
}

async function newBuyer() {
  const buyer = newAccount();
  await bed.chain.fund(buyer.address, 2_000_000n);
  return buyer;
}

for (const client of ["clients-v1/buy-with-x402-fetch.mjs", "clients-v1/buy-with-x402-axios.mjs"]) {
  test(`${client} pays the shared link, gets the bytes, and is charged once over three calls`, async () => {
    const { chain, seller } = bed;
    // The default cap of version 1 is $0.10.
    const sold = await seller.sell({ price: "0.09" });
    const buyer = await newBuyer();
    for (let call = 0; call < 3; call += 1) {
      const bought = await buy(client, sold.file.url, buyer.key);
      expect(bought).toMatchObject({ status: 200, size: sold.bytes.length, sha256: sold.sha256 });
      expect(bought.settlement).toMatchObject({ success: true, network: "base-sepolia" });
      const node = createPublicClient({ transport: http(chain.rpcUrl) });
      const receipt = await node.getTransactionReceipt({ hash: bought.settlement.transaction });
      const transfers = parseEventLogs({ abi: usdcAbi, logs: receipt.logs, eventName: "Transfer" });
      expect(transfers.map(({ args }) => args)).toEqual([{ from: buyer.address, to: seller.address, value: 90_000n }]);
    }
    expect(await chain.usdcBalance(buyer.address)).toBe(1_910_000n);
  });
}

test("a client that goes on from version 1 to version 2, or back, is charged once", async () => {
  const { chain, seller } = bed;
  for (const order of [
    ["clients-v1/buy-with-x402-fetch.mjs", "clients/buy-with-fetch.mjs"],
    ["clients/buy-with-fetch.mjs", "clients-v1/buy-with-x402-fetch.mjs"],
  ]) {
    const sold = await seller.sell({ price: "0.09" });
    const buyer = await newBuyer();
    for (const client of order) {
      expect(await buy(client, sold.file.url, buyer.key)).toMatchObject({ status: 200, sha256: sold.sha256 });
    }
    expect(await chain.usdcBalance(buyer.address)).toBe(1_910_000n);
  }
});
