// Buys one file with x402-fetch as it comes: `node buy-with-x402-fetch.mjs <link>`, the key in PAYER_KEY. Prints one line of JSON.

import { createSigner, decodeXPaymentResponse, wrapFetchWithPayment } from "x402-fetch";
import { print } from "../clients/print.mjs";

const signer = await createSigner("base-sepolia", process.env.PAYER_KEY);
const response = await wrapFetchWithPayment(fetch, signer)(process.argv[2]);
const settlement = response.headers.get("x-payment-response");
print(response.status, await response.arrayBuffer(), settlement && decodeXPaymentResponse(settlement));
