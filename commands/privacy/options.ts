import { parseArguments, readAddress, UsageError } from "@/commands/arguments";
import type { Address } from "@/lib/payment-methods/evm/chain/networks";

export const usage = `Usage: npm run privacy -- <export|erase> <seller|buyer> <address> [options]

export  prints everything that the shop stores about a wallet, as JSON
erase   erases its personal data: docs/operate/law.md says what goes and what stays. Files of a seller are taken off sale

  --chain ID  of a wallet that is a contract: the id of its chain, such as 8453
  --yes       erases without asking

Exit code: 0 done; 1 there is no such seller, or the answer was no; 2 it failed.`;

export type Options = {
  act: "export" | "erase";
  of: "seller" | "buyer";
  address: Address;
  /** 0 for a plain key. */
  chainId: number;
  yes: boolean;
};

/** Null: only the usage was asked for. @throws UsageError */
export function readOptions(args: string[]): Options | null {
  const { values, positionals } = parseArguments(usage, {
    args,
    allowPositionals: true,
    options: { chain: { type: "string" }, yes: { type: "boolean" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) return null;
  const [act, of, address, ...more] = positionals;
  if ((act !== "export" && act !== "erase") || (of !== "seller" && of !== "buyer") || !address || more.length > 0) {
    throw new UsageError(usage);
  }
  if (values.chain !== undefined && !/^[1-9]\d{0,15}$/.test(values.chain)) {
    throw new UsageError("--chain takes the id of a chain, such as 8453.");
  }
  return { act, of, address: readAddress("It", address), chainId: Number(values.chain ?? 0), yes: values.yes ?? false };
}
