import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { usdcAbi } from "../../lib/payment-methods/evm/chain/usdc.abi";
import { type SignedPayment, signPayment } from "../../test/sign-payment";
import { reader } from "../../torture/chain-tools";
import { askChallenge } from "../buyer";
import { type Seller, type SoldFile, signInSeller } from "../seller";
import { type Stack, startStack } from "../stack";

/** A hundred people pay at the same moment. The duration is printed but not judged: machines differ. */
test.describe.configure({ mode: "serial" });

const BUYERS = 100;
const PRICE = 250_000n;

let stack: Stack;
let seller: Seller;

test.beforeAll(async () => {
  // Each buyer has its own address, as on the internet.
  stack = await startStack({ TRUSTED_PROXIES: "1" });
  seller = await signInSeller(stack.app.url, stack.chain.accounts.seller);
});
test.afterAll(() => stack?.stop());

test("a hundred buyers at once are all served, and none is charged twice", async () => {
  const sold = await seller.sell({ price: "0.25" });
  await judge("a block for each transaction", sold, await sellToCrowd(sold));
});

test("a hundred buyers at once are all served when a block comes every second", async () => {
  const sold = await seller.sell({ price: "0.25" });
  const crowd = await prepareCrowd(sold);
  await stack.chain.rpc("evm_setAutomine", [false]);
  await stack.chain.rpc("evm_setIntervalMining", [1]);
  await judge("a block every second", sold, await sellToCrowd(sold, crowd));
});

type Member = { address: string; ip: string; payment: SignedPayment };
type Sale = { address: string; sha256: string; tries: number; seconds: number };

async function prepareCrowd(sold: SoldFile): Promise<Member[]> {
  const link = linkOf(sold);
  const challenge = await askChallenge(link);
  const members: Member[] = [];
  for (let at = 0; at < BUYERS; at += 1) {
    const account = privateKeyToAccount(generatePrivateKey());
    // Enough for two: whoever is charged twice can pay.
    await stack.chain.fund(account.address, 2n * PRICE);
    members.push({ address: account.address, ip: `10.0.1.${at}`, payment: await signPayment(challenge, account) });
  }
  return members;
}

async function sellToCrowd(sold: SoldFile, crowd?: Member[]): Promise<Sale[]> {
  const members = crowd ?? (await prepareCrowd(sold));
  const began = performance.now();
  return Promise.all(members.map((member) => buy(sold, member, began)));
}

/** Pays, and asks again with the claim token while the payment is being confirmed. */
async function buy(sold: SoldFile, { address, ip, payment }: Member, began: number): Promise<Sale> {
  const token = createHash("sha256").update(payment.nonce).digest("base64url");
  for (let tries = 1; tries <= 60; tries += 1) {
    const headers = { "PAYMENT-SIGNATURE": payment.header, "Claim-Token": token, "X-Forwarded-For": ip };
    const answer = await fetch(linkOf(sold), { headers });
    const body = new Uint8Array(await answer.arrayBuffer());
    if (answer.status === 200) {
      const sha256 = createHash("sha256").update(body).digest("hex");
      return { address, sha256, tries, seconds: (performance.now() - began) / 1_000 };
    }
    if (answer.status !== 503) throw new Error(`${answer.status} ${Buffer.from(body)}`);
    await sleep(Number(answer.headers.get("retry-after") ?? "1") * 1_000);
  }
  throw new Error(`${address} was not served`);
}

/** On the chain each of them is charged once, and nobody else. */
async function judge(what: string, sold: SoldFile, sales: Sale[]): Promise<void> {
  expect(sales.map(({ sha256 }) => sha256)).toEqual(sales.map(() => sold.sha256));
  const client = reader(stack.chain);
  const logs = await client.getContractEvents({
    address: stack.chain.network.token.address,
    abi: usdcAbi,
    eventName: "Transfer",
    args: { to: stack.chain.accounts.seller.address },
    fromBlock: 0n,
  });
  const crowd = new Set(sales.map(({ address }) => address));
  const charged = logs.map(({ args }) => String(args.from)).filter((from) => crowd.has(from));
  expect(charged.toSorted()).toEqual([...crowd].toSorted());
  const seconds = sales.map((sale) => sale.seconds).toSorted((a, b) => a - b);
  const last = seconds.at(-1) ?? 0;
  const tries = Math.max(...sales.map((sale) => sale.tries));
  console.log(
    `${what}: ${sales.length} buyers in ${last.toFixed(1)} s, ${(sales.length / last).toFixed(1)} settlements per second; ` +
      `half of them within ${seconds[seconds.length >> 1]?.toFixed(1)} s, at most ${tries} tries`,
  );
}

function linkOf(sold: SoldFile): string {
  return `${stack.app.url}/f/${sold.file.id}`;
}
