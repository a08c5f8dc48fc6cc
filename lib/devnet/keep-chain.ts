import "server-only";
import { open, rename } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { Hex } from "viem";
import type { DevnetNode } from "./node";

const CHECK_EVERY_MS = 1_000;

/**
 * Keeps a development chain in a file: saved within a second of every new block, and when asked.
 *
 * anvil can save by itself (`--state-interval`), but it rewrites the file in place every second whether or not
 * anything happened: a crash in that moment leaves half a chain, and an idle demo writes gigabytes a day. Here the
 * file is written beside and renamed, and only after a change.
 *
 * @param file JSON that anvil's `--load-state` reads
 */
export function keepChain(node: DevnetNode, file: string) {
  let savedBlock: Hex | undefined;
  let running: Promise<void> = Promise.resolve();
  let cancelled = false;

  const inTurn = (work: () => Promise<void>) => {
    running = running.then(work, work);
    return running;
  };
  const save = () =>
    inTurn(async () => {
      savedBlock = await node.rpc<Hex>("eth_blockNumber");
      await writeWhole(file, await dumpChain(node));
    });
  const saveIfChanged = async () => {
    if ((await node.rpc<Hex>("eth_blockNumber")) !== savedBlock) await save();
  };

  let timer: NodeJS.Timeout | undefined;
  const checkLater = () => {
    if (cancelled) return;
    timer = setTimeout(() => {
      // If the node does not respond, the next check tries again.
      saveIfChanged()
        .catch(() => {})
        .finally(checkLater);
    }, CHECK_EVERY_MS);
    timer.unref();
  };
  checkLater();

  const cancel = () => {
    cancelled = true;
    clearTimeout(timer);
  };
  return {
    save,
    /** Saves a last time and ends. A node that no longer answers is left as it was saved. */
    async finish() {
      cancel();
      await save().catch(() => {});
    },
    /** Ends without saving. */
    cancel,
  };
}

/** The whole chain as the JSON that anvil loads. The node answers gzip as hex text. */
async function dumpChain(node: DevnetNode): Promise<Buffer> {
  const dump = await node.rpc<Hex>("anvil_dumpState");
  return promisify(gunzip)(Buffer.from(dump.slice(2), "hex"));
}

/** Writes a file so that a reader, or a crash at any moment, finds the old content or the new, never a part. */
async function writeWhole(file: string, content: Buffer): Promise<void> {
  const beside = `${file}.new`;
  const handle = await open(beside, "w", 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(beside, file);
}
