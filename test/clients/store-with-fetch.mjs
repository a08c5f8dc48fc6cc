// Pays for storage with @x402/fetch as it comes: `node store-with-fetch.mjs <server> <bytes> <days>`, the key in PAYER_KEY. What
// makes it the same request when it is repeated is in UPLOAD_TOKEN and IDEMPOTENCY_KEY. Prints one line of JSON.

import { ExactEvmScheme } from "@x402/evm/exact/client";
import { decodePaymentResponseHeader, wrapFetchWithPayment, x402Client } from "@x402/fetch";
import { privateKeyToAccount } from "viem/accounts";

const [server, bytes, days] = process.argv.slice(2);
const client = new x402Client().register("eip155:*", new ExactEvmScheme(privateKeyToAccount(process.env.PAYER_KEY)));
const response = await wrapFetchWithPayment(fetch, client)(`${server}/api/uploads`, {
  method: "POST",
  headers: {
    "Tus-Resumable": "1.0.0",
    "Upload-Length": bytes,
    "Upload-Metadata": `filename ${Buffer.from("data.bin").toString("base64")}`,
    "Upload-Token": process.env.UPLOAD_TOKEN,
    "Storage-Days": days,
    "Idempotency-Key": process.env.IDEMPOTENCY_KEY,
  },
});
const { status, headers } = response;
const settlement = headers.get("payment-response");
console.log(
  JSON.stringify({
    status,
    location: headers.get("location"),
    uploadToken: headers.get("upload-token"),
    paymentId: headers.get("payment-id"),
    settlement: settlement && decodePaymentResponseHeader(settlement),
  }),
);
