import { readFileSync } from "node:fs";
import { UsageError } from "./arguments";

/** The private key of the wallet that pays, from `PAYER_KEY` or the file of `PAYER_KEY_FILE`; null without. @throws UsageError */
export function readPayerKey(env: Record<string, string | undefined>): `0x${string}` | null {
  const text = env.PAYER_KEY?.trim() || (env.PAYER_KEY_FILE ? readFileSync(env.PAYER_KEY_FILE, "utf8").trim() : "");
  if (text === "") return null;
  if (!/^(0x)?[0-9a-fA-F]{64}$/.test(text)) throw new UsageError("PAYER_KEY is not a private key (32 bytes of hex).");
  return (text.startsWith("0x") ? text : `0x${text}`) as `0x${string}`;
}
