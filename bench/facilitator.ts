import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { PaymentPayload } from "@x402/core/types";
import { parseEther, toHex } from "viem";
import { generatePrivateKey, privateKeyToAddress } from "viem/accounts";
import { connectDevnet } from "../lib/devnet/node";
import { DEVNET_CHAIN_ID, networkByChainId } from "../lib/payment-methods/evm/chain/networks";
import type { SignedPayment } from "../test/sign-payment";
import { transferData } from "../torture/chain-tools";
import { readAll } from "../torture/rpc-proxy";

// `facilitator.ts RPC_URL SETTLE_MS`: believes every signature and takes SETTLE_MS to settle, for us and for rivals
// alike; with 0 it answers as soon as there is a block. It really settles on the chain, because this app asks the
// chain; a rival that believes its facilitator gets the same.
// GET /times answers how long each settlement took, in ms by nonce.

type Signed = Pick<SignedPayment, "authorization" | "signature">;

const [, , rpcUrl = "", settleMs = ""] = process.argv;
const network = networkByChainId(DEVNET_CHAIN_ID);
if (!network) throw new Error("the devnet is unknown");
const { rpc } = await connectDevnet(rpcUrl);
// The node signs for this account: signing here would take processor time from what is measured.
const sender = privateKeyToAddress(generatePrivateKey());
await rpc("anvil_setBalance", [sender, toHex(parseEther("1000"))]);
await rpc("anvil_impersonateAccount", [sender]);
const times: Record<string, number> = {};
/** Counted here: the node gives the same nonce to two transactions that come at once. */
let nonce = 0;

/** Resolves with the transaction's hash once it is in a block. */
async function submit(signed: Signed): Promise<string> {
  const to = network?.token.address;
  const call = { from: sender, to, data: transferData(signed), gas: toHex(200_000), nonce: toHex(nonce++) };
  const receipt = await rpc<{ status: string; transactionHash: string }>("eth_sendTransactionSync", [call]);
  if (receipt.status !== "0x1") throw new Error(`the settlement ${receipt.transactionHash} failed`);
  return receipt.transactionHash;
}

async function settle(signed: Signed) {
  const began = performance.now();
  const transaction = await submit(signed);
  await sleep(Math.max(0, Number(settleMs) - (performance.now() - began)));
  times[signed.authorization.nonce] = performance.now() - began;
  return { success: true, transaction, network: network?.caip2, payer: signed.authorization.from };
}

async function answer(path: string, body: string): Promise<unknown> {
  if (path === "/times") return times;
  if (path === "/supported") {
    const kinds = [{ x402Version: 2, scheme: "exact", network: network?.caip2 }];
    return { kinds, extensions: [], signers: { [network?.caip2 ?? ""]: [sender] } };
  }
  const { payload } = (JSON.parse(body) as { paymentPayload: PaymentPayload }).paymentPayload;
  const signed = payload as unknown as Signed;
  return path === "/settle" ? settle(signed) : { isValid: true, payer: signed.authorization.from };
}

const server = createServer(async (req, res) => {
  try {
    const text = JSON.stringify(await answer(req.url ?? "", await readAll(req)));
    res.writeHead(200, { "Content-Type": "application/json" }).end(text);
  } catch (error) {
    console.error(error);
    res.writeHead(500).end();
  }
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => console.log((server.address() as AddressInfo).port));
