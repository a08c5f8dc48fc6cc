// `@x402/express` as its documentation shows it: `node express.mjs FOLDER FACILITATOR_URL PAY_TO ASSET NAME VERSION` sells
// every file of the folder for $0.01.
import { join } from "node:path";
import { HTTPFacilitatorClient } from "@x402/core/server";
import { ExactEvmScheme } from "@x402/evm/exact/server";
import { paymentMiddleware, x402ResourceServer } from "@x402/express";
import express from "express";
import { serve } from "./serve.mjs";

const [, , folder, url, payTo, asset, name, version] = process.argv;
const network = "eip155:31337";
const server = new x402ResourceServer(new HTTPFacilitatorClient({ url })).register(network, new ExactEvmScheme());
const price = { amount: "10000", asset, extra: { name, version } };
const accepts = { scheme: "exact", price, network, payTo };
const app = express();
app.use(
  paymentMiddleware(
    { "GET /files/*": { accepts, description: "A file", mimeType: "application/octet-stream" } },
    server,
  ),
);
app.get("/files/:name", (req, res) => res.sendFile(join(folder, req.params.name)));
serve(app);
