// Buys one file with @x402/axios as it comes: `node buy-with-axios.mjs <link>`, the key in PAYER_KEY. Prints one line of JSON.

import { decodePaymentResponseHeader, wrapAxiosWithPayment, x402Client } from "@x402/axios";
import axios from "axios";
import { ExactEvmScheme } from "evm-of-axios/exact/client";
import { privateKeyToAccount } from "viem/accounts";
import { print } from "./print.mjs";

const client = new x402Client().register("eip155:*", new ExactEvmScheme(privateKeyToAccount(process.env.PAYER_KEY)));
const response = await wrapAxiosWithPayment(axios.create(), client).get(process.argv[2], {
  responseType: "arraybuffer",
});
const settlement = response.headers["payment-response"];
print(response.status, response.data, settlement && decodePaymentResponseHeader(settlement));
