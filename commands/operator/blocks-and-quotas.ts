import { asRead, UsageError } from "@/commands/arguments";
import { formatBytes } from "@/commands/pay/format-bytes";
import { listBlocks } from "@/lib/blocks/blocks";
import { block, unblock } from "@/lib/blocks/change-block";
import { setQuota } from "@/lib/operator/quota";
import { readOperatorSeller } from "@/lib/operator/read-seller";
import { readSize } from "@/lib/read-size";
import { commandLine } from "./decide";
import { sellerIdOf } from "./find";
import { type Options, oneOf, required, wordAt } from "./options";
import type { Answer } from "./print";

/** `block wallet ADDRESS --reason …` */
export async function blockHere(options: Options, now: Date): Promise<Answer> {
  const kind = oneOf(wordAt(options, 1, "“wallet” or “hash”"), ["wallet", "hash"], "What is blocked");
  const value = wordAt(options, 2, kind === "wallet" ? "the address" : "the SHA-256");
  const { id } = await block({ kind, value, reason: required(options, "reason") }, commandLine, now);
  return { json: { blockId: id }, text: [`Blocked (${id}).`] };
}

/** `unblock VALUE`: an address, a SHA-256, or the id of the block. */
export async function unblockHere(options: Options, now: Date): Promise<Answer> {
  const text = wordAt(options, 1, "what to unblock");
  const found = (await listBlocks()).find(({ id, value }) => id === text || value === text.toLowerCase());
  if (!found) throw new UsageError(`${text} is not blocked.`);
  await unblock(found.id, commandLine, now);
  return { json: { blockId: found.id }, text: [`Unblocked: ${found.kind} ${found.value}.`] };
}

/** `blocks` */
export async function showBlocks(): Promise<Answer> {
  const blocks = await listBlocks();
  const text = blocks.map(
    ({ kind, value, createdAt, by, reason }) => `${createdAt}  ${kind}  ${value}  by ${by}\n    ${reason}`,
  );
  return { json: blocks, text: text.length > 0 ? text : ["Nothing is blocked."] };
}

/** `quota SELLER`, `quota SELLER 50GB`, `quota SELLER default` */
export async function quotaHere(options: Options, now: Date): Promise<Answer> {
  const sellerId = await sellerIdOf(wordAt(options, 1, "the seller"));
  const wanted = options.words[2];
  if (wanted !== undefined) {
    const sizes = "a size such as 50GB, or “default”";
    const bytes = wanted === "default" ? null : asRead("The quota", wanted, readSize(wanted), sizes);
    await setQuota(sellerId, bytes, commandLine, now);
  }
  const { storedBytes, limitBytes, quotaBytes } = await readOperatorSeller(sellerId);
  const limit = limitBytes === null ? "no limit" : formatBytes(limitBytes);
  const from = quotaBytes === null ? "by the settings" : "for this seller";
  return {
    json: { sellerId, storedBytes, limitBytes, quotaBytes },
    text: [`Stored: ${formatBytes(storedBytes)}. Limit: ${limit} (${from}).`],
  };
}
