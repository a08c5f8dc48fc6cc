import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { demoAccounts } from "../../lib/devnet/accounts";
import { type Anvil, startAnvil } from "../../lib/devnet/anvil";
import { prepareDevnet } from "../../lib/devnet/prepare";

/**
 * Runs the devnet for the demo: starts the local chain with its state in a folder, prepares it, and saves and stops it
 * when told to, or when the process that started this one is gone.
 *
 * Usage: tsx --conditions=react-server scripts/demo/devnet.ts FOLDER [PORT]   (as a child with an IPC channel)
 */

/** The messages on the channel. `fresh`: the chain had no USDC, so it has no earlier history. */
type DevnetMessage =
  | { type: "said"; sentence: string }
  | { type: "ready"; rpcUrl: string; gasKey: string; fresh: boolean }
  | { type: "ended"; how: string };

/** Seconds between blocks when nothing happens: unsettled payments expire by the chain's own clock. */
const BLOCK_TIME_SECONDS = 30;

const [folder, port = "0"] = process.argv.slice(2);
if (!folder) throw new Error("Give the folder for the chain's state.");
mkdirSync(folder, { recursive: true });
const stateFile = join(folder, "chain.json");

let anvil: Anvil | undefined;
let stopping = false;

/** Resolves once the message was sent, so that an exit does not lose it. */
function tell(message: DevnetMessage): Promise<void> {
  return new Promise((resolve) => {
    if (process.connected) process.send?.(message, () => resolve());
    else resolve();
  });
}
const say = (sentence: string) => void tell({ type: "said", sentence });

async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  await anvil?.stop();
  process.exit(code);
}
process.on("SIGTERM", () => void stop(0));
process.on("SIGINT", () => void stop(0));
process.on("SIGHUP", () => void stop(0));

async function start(): Promise<Anvil> {
  const options = { port: Number(port), stateFile, blockTimeSeconds: BLOCK_TIME_SECONDS };
  if (!existsSync(stateFile)) return startAnvil(options);
  try {
    return await startAnvil(options);
  } catch (error) {
    // Perhaps the state cannot be read. If the chain starts without it, that was the reason.
    const aside = `${stateFile}.unreadable-${Date.now()}`;
    renameSync(stateFile, aside);
    try {
      const fresh = await startAnvil(options);
      say(`The local chain's state could not be read. It is kept as ${aside}, and a new chain begins.`);
      return fresh;
    } catch {
      renameSync(aside, stateFile);
      throw error;
    }
  }
}

try {
  anvil = await start();
  void anvil.exited.then(async (how) => {
    if (stopping) return;
    await tell({ type: "ended", how });
    process.exit(1);
  });
  const { usdc } = await prepareDevnet(anvil.rpcUrl, { say });
  await anvil.save();
  await tell({ type: "ready", rpcUrl: anvil.rpcUrl, gasKey: demoAccounts.gas.key, fresh: usdc !== "found" });
} catch (error) {
  await tell({ type: "ended", how: error instanceof Error ? error.message : String(error) });
  await stop(1);
}
