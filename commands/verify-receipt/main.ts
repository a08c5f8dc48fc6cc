// npm run verify-receipt -- FILE: checks a receipt against the chain. Needs no server, no key and no settings.

import { readFile } from "node:fs/promises";
import { createPublicClient, http } from "viem";
import { parseArguments, UsageError } from "@/commands/arguments";
import { sha256Of } from "@/commands/pay/save-file";
import { networkByCaip2 } from "@/lib/payment-methods/evm/chain/networks";
import { type Finding, verifyReceipt } from "@/lib/receipts/verify-receipt";
import { type Receipt, receiptSchema } from "@/lib/shop/schema";

const usage = `Usage: npm run verify-receipt -- RECEIPT.json [options]

Checks on chain that the payment of a receipt happened exactly as it says.

  --rpc URL     the network's RPC address (default: a public one; the demo's is http://localhost:3000/api/devnet/rpc)
  --file PATH   also compare this file's SHA-256 with the receipt's

Exit code: 0 everything holds, 1 something does not, 2 it could not be checked.`;

async function main(): Promise<void> {
  const { positionals, values } = parseArguments(usage, {
    allowPositionals: true,
    options: { rpc: { type: "string" }, file: { type: "string" }, help: { type: "boolean" } },
  });
  const [path] = positionals;
  if (values.help) return console.log(usage);
  if (!path || positionals.length > 1) throw new UsageError(usage);
  const receipt = await readReceiptFile(path);
  console.log(`Receipt ${receipt.paymentId}: ${receipt.fileName}, $${receipt.price}`);
  const client = createPublicClient({
    transport: http(rpcFor(receipt, values.rpc), { timeout: 15_000, retryCount: 1 }),
  });
  const findings = await verifyReceipt(client, receipt);
  if (values.file !== undefined) findings.push(await compareFile(values.file, receipt));
  for (const { holds, words } of findings) console.log(`${holds ? "yes" : "NO "}  ${words}`);
  const allHold = findings.every(({ holds }) => holds);
  console.log(
    allHold
      ? "The chain shows this payment. That it was for this file is what the receipt's server says."
      : "This receipt does not hold.",
  );
  process.exitCode = allHold ? 0 : 1;
}

/** A receipt as saved from its page, or the whole response of a purchase. */
async function readReceiptFile(path: string): Promise<Receipt> {
  const text = await readFile(path, "utf8").catch((error: Error) => {
    throw new UsageError(`The receipt cannot be read: ${error.message}`);
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError(`${path} is not JSON.`);
  }
  const whole = value as { receipt?: unknown } | null;
  const parsed = receiptSchema.safeParse(whole?.receipt ?? whole);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UsageError(`${path} is not a receipt: ${issue?.path.join(".") || "it"} ${issue?.message ?? "is wrong"}.`);
}

function rpcFor({ network }: Receipt, given: string | undefined): string {
  const url = given ?? networkByCaip2(network)?.walletRpcUrl;
  if (!url) throw new UsageError(`Name an RPC address of ${network} with --rpc.`);
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) throw new UsageError(`--rpc ${url} is not an http address.`);
  return url;
}

async function compareFile(path: string, { sha256, bundle }: Receipt): Promise<Finding> {
  const found = await sha256Of(path).catch((error: Error) => {
    throw new UsageError(`The file cannot be read: ${error.message}`);
  });
  if (bundle) {
    const member = bundle.find((one) => one.sha256 === found);
    return member
      ? { holds: true, words: `${path} is “${member.name}” of the bundle, SHA-256 ${found}.` }
      : {
          holds: false,
          words: `${path} is no file of the bundle: SHA-256 ${found}. Unpack the archive, and name one of its files.`,
        };
  }
  return found === sha256
    ? { holds: true, words: `${path} is the file, SHA-256 ${found}.` }
    : { holds: false, words: `${path} is another file: SHA-256 ${found}, the receipt says ${sha256}.` };
}

main().catch((error: unknown) => {
  const short = error instanceof Error && "shortMessage" in error ? String(error.shortMessage) : null;
  console.error(error instanceof UsageError ? error.message : `It could not be checked: ${short ?? String(error)}`);
  process.exitCode = 2;
});
