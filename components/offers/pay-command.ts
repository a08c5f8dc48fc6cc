import type { Offer } from "@/lib/offers/schema";

/** Shows the price, and pays nothing: the response is 402 with the challenge. Works wherever curl is. */
export function lookCommand(url: string): string {
  return `curl -i ${url}`;
}

/**
 * A program that buys a file, for any folder with Node: the public x402 client with the key in `PAYER_KEY`. It pays at most the
 * price of the offer, so that a price that was raised in the meantime is not paid.
 *
 * @param name under which it stores the file
 */
export function payProgram(url: string, name: string, { network, asset, amount }: Offer): string {
  const allowed = JSON.stringify({ network, asset, maxAmountPerPayment: amount });
  const lines = [
    "// npm install @x402/evm @x402/fetch viem",
    'import { writeFile } from "node:fs/promises";',
    'import { ExactEvmScheme } from "@x402/evm/exact/client";',
    'import { wrapFetchWithPayment, x402Client } from "@x402/fetch";',
    'import { privateKeyToAccount } from "viem/accounts";',
    "",
    "const payer = privateKeyToAccount(process.env.PAYER_KEY);",
    'const client = new x402Client().register("eip155:*", new ExactEvmScheme(payer));',
    `client.setSpendControls({ allowedAssets: [${allowed}] });`,
    `const answer = await wrapFetchWithPayment(fetch, client)(${JSON.stringify(url)});`,
    "if (!answer.ok) throw new Error(await answer.text());",
    `await writeFile(${JSON.stringify(name)}, Buffer.from(await answer.arrayBuffer()));`,
  ];
  return lines.join("\n");
}
