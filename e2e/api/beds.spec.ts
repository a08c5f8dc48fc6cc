import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { createPublicClient, http, parseEventLogs } from "viem";
import { type Network, networkByChainId } from "../../lib/payment-methods/evm/chain/networks";
import { usdcAbi } from "../../lib/payment-methods/evm/chain/usdc.abi";
import { startTestChain, type TestChain } from "../../test/chain";
import { type Bed, makeBed, newAccount } from "../bed";
import { askChallenge, payingFetch } from "../buyer";

/**
 * Test beds: a local chain with the id of a public network, Circle's code at that network's USDC address, and the
 * production build configured for that network as an operator would. The clients are unmodified and know nothing about
 * this shop; their packages are in test/clients, apart from the app's.
 */
test.describe.configure({ mode: "serial" });

const clients = ["buy-with-fetch.mjs", "buy-with-axios.mjs"];

async function newBuyer(chain: TestChain) {
  const buyer = newAccount();
  await chain.fund(buyer.address, 2_000_000n);
  return buyer;
}

/** Runs a client as its own program. */
async function buy(client: string, link: string, key: string) {
  const script = join(import.meta.dirname, "../../test/clients", client);
  const env = { NODE_ENV: "production" as const, PATH: process.env.PATH, PAYER_KEY: key };
  const { stdout } = await promisify(execFile)(process.execPath, [script, link], { env });
  return JSON.parse(stdout) as {
    status: number;
    size: number;
    sha256: string;
    settlement: { transaction: `0x${string}` };
  };
}

async function transfersOf(chain: TestChain, hash: `0x${string}`) {
  const receipt = await createPublicClient({ transport: http(chain.rpcUrl) }).getTransactionReceipt({ hash });
  return parseEventLogs({ abi: usdcAbi, logs: receipt.logs, eventName: "Transfer" });
}

for (const chainId of [84532, 8453]) {
  const network = networkByChainId(chainId) as Network;
  test.describe(`configured for ${network.name}`, () => {
    let bed: Bed;
    test.beforeAll(async () => {
      bed = await makeBed(await startTestChain({ chainId }));
    });
    test.afterAll(() => bed?.stop());

    test("the challenge names the network's own USDC", async () => {
      const { file } = await bed.seller.sell({ price: "0.25" });
      const { accepts } = await askChallenge(file.url);
      expect(accepts).toMatchObject([
        { network: `eip155:${chainId}`, asset: network.token.address, amount: "250000", extra: { version: "2" } },
      ]);
    });

    for (const client of clients) {
      test(`${client}, unmodified and with its default settings, pays the shared link and gets the bytes`, async () => {
        const { chain, seller } = bed;
        const sold = await seller.sell({ price: "0.99" });
        const buyer = await newBuyer(chain);
        const bought = await buy(client, sold.file.url, buyer.key);
        expect(bought).toMatchObject({ status: 200, size: sold.bytes.length, sha256: sold.sha256 });
        const transfers = await transfersOf(chain, bought.settlement.transaction);
        expect(transfers.map(({ address, args }) => [address.toLowerCase(), args])).toEqual([
          [network.token.address.toLowerCase(), { from: buyer.address, to: seller.address, value: 990_000n }],
        ]);
      });

      test(`${client} buys at the readable link, and is charged once when it comes back by the id, although it signs anew`, async () => {
        const { chain, seller } = bed;
        const sold = await seller.sell({ price: "0.25" });
        const names = { handle: "beds", slug: client };
        const named = await seller.request("PUT", `/api/files/${sold.file.id}/link`, names);
        const { url } = (await named.json()) as { url: string };
        const buyer = await newBuyer(chain);
        for (const link of [url, sold.file.url]) {
          expect(await buy(client, link, buyer.key)).toMatchObject({ status: 200, sha256: sold.sha256 });
        }
        expect(await chain.usdcBalance(buyer.address)).toBe(1_750_000n);
      });
    }

    test("pages learn the network and never the node's address", async () => {
      const { file } = await bed.seller.sell();
      const page = await fetch(file.url, { headers: { Accept: "text/html", "User-Agent": "Mozilla/5.0" } });
      const html = await page.text();
      expect(page.status).toBe(200);
      expect(html).toContain(network.token.address);
      expect(html).not.toContain(new URL(bed.chain.rpcUrl).host);
    });
  });
}

test.describe("configured for a network that only the operator knows", () => {
  const { token } = networkByChainId(8453) as Network;
  const described = {
    name: "Testnet Ten",
    testnet: true,
    token: {
      ...token,
      address: "0x0b2C639c533813f4Aa9D7837CAf62653d097Ff85" as const,
      name: "Ten Dollar",
      symbol: "TEN",
    },
    confirmations: 5,
    confirmationsByPrice: [],
    walletRpcUrl: "https://public.example",
  };
  const network: Network = { ...described, caip2: "eip155:10", chainId: 10 };
  const NETWORK_10 = JSON.stringify(described);

  test("sells in its token; a wrong description of the token stops the start", async () => {
    const chain = await startTestChain({ network });
    const bed = await makeBed(chain, { NETWORK_10 });
    try {
      const sold = await bed.seller.sell({ price: "0.25" });
      const buyer = await newBuyer(chain);
      const response = await payingFetch(buyer, network.token.address, network.caip2)(sold.file.url);
      expect(response.status).toBe(200);
      expect(Buffer.from(await response.arrayBuffer()).equals(Buffer.from(sold.bytes))).toBe(true);
      expect(await chain.usdcBalance(bed.seller.address as `0x${string}`)).toBe(250_000n);
      const wrong = { ...described, token: { ...described.token, name: "USD Coin" } };
      await expect(makeBed(chain, { NETWORK_10: JSON.stringify(wrong) })).rejects.toThrow(
        'has the name "Ten Dollar", but Filekiosk expects "USD Coin"',
      );
    } finally {
      await bed.stop();
    }
  });
});
