// Buys one file with @x402/fetch as it comes: `node buy-with-fetch.mjs <link>`, the key in PAYER_KEY. Prints one line of JSON.

import { ExactEvmScheme } from "@x402/evm/exact/client";
import { decodePaymentResponseHeader, wrapFetchWithPayment, x402Client } from "@x402/fetch";
import { privateKeyToAccount } from "viem/accounts";
import { print } from "./print.mjs";

const client = new x402Client().register("eip155:*", new ExactEvmScheme(privateKeyToAccount(process.env.PAYER_KEY)));
const response = await wrapFetchWithPayment(fetch, client)(process.argv[2]);
const settlement = response.headers.get("payment-response");
print(response.status, await response.arrayBuffer(), settlement && decodePaymentResponseHeader(settlement));
