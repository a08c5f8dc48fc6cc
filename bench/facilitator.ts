import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { PaymentPayload } from "@x402/core/types";
import { DEVNET_CHAIN_ID, networkByChainId } from "../lib/chain/networks";
import { connectDevnet } from "../lib/devnet/node";
import type { SignedPayment } from "../test/sign-payment";
import { newSubmitter } from "../torture/chain-tools";
import { readAll } from "../torture/rpc-proxy";

// `facilitator.ts RPC_URL`: believes every signature and takes 300 ms to settle, for us and for rivals alike. It really
// settles on the chain, because this app asks the chain; a rival that believes its facilitator gets the same.
// GET /times answers how long each settlement took, in ms by nonce.

const SETTLE_MS = 300;

type Signed = Pick<SignedPayment, "authorization" | "signature">;

const rpcUrl = process.argv[2] ?? "";
const network = networkByChainId(DEVNET_CHAIN_ID);
if (!network) throw new Error("the devnet is unknown");
const { rpc } = await connectDevnet(rpcUrl);
const submitter = await newSubmitter({ rpcUrl, rpc, network });
const times: Record<string, number> = {};

async function settle(signed: Signed) {
  const began = performance.now();
  const transaction = await submitter.submit(signed);
  await sleep(Math.max(0, SETTLE_MS - (performance.now() - began)));
  times[signed.authorization.nonce] = performance.now() - began;
  return { success: true, transaction, network: network?.caip2, payer: signed.authorization.from };
}

async function answer(path: string, body: string): Promise<unknown> {
  if (path === "/times") return times;
  if (path === "/supported") {
    const kinds = [{ x402Version: 2, scheme: "exact", network: network?.caip2 }];
    return { kinds, extensions: [], signers: { [network?.caip2 ?? ""]: [submitter.address] } };
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
