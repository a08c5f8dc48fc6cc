// The same with x402-axios: `node buy-with-x402-axios.mjs <link>`, the key in PAYER_KEY. Prints one line of JSON.

import axios from "axios";
import { createSigner, decodeXPaymentResponse, withPaymentInterceptor } from "x402-axios";
import { print } from "../clients/print.mjs";

const signer = await createSigner("base-sepolia", process.env.PAYER_KEY);
const client = withPaymentInterceptor(axios.create(), signer);
const response = await client.get(process.argv[2], {
  // Bytes, but the text of a challenge: its client looks for an object there.
  responseType: "arraybuffer",
  transformResponse: (data, headers) =>
    /json/.test(String(headers["content-type"])) ? JSON.parse(Buffer.from(data).toString()) : data,
});
const settlement = response.headers["x-payment-response"];
print(response.status, response.data, settlement && decodeXPaymentResponse(settlement));
