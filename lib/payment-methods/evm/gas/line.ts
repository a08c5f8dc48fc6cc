import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { SECOND } from "@/lib/clock";
import { perProcess } from "@/lib/process";
import { closeWhatIsMined } from "./find-receipt";
import type { GasAccount } from "./lease";
import { GasRefused } from "./refused";

/** How long to wait for the block of another transaction (ms), and how often to check. */
const WAIT_TIMEOUT = 8 * SECOND;
const LOOK_AGAIN = 300;
/** This many at the head of the queue check whether it is their turn; the others cost nothing. */
const AT_THE_HEAD = 8;
/** Later ones are immediately told to come again. */
const MAX_WAITING = 200;

type Line = { waiting: symbol[]; look: Promise<void> | null };

/**
 * Waits until an attempt is no longer rejected because of another transaction's block: in the order of arrival, a
 * bounded number at a time, and with one chain request for all of them.
 *
 * @param refusal why it has to wait
 * @param attempt repeated when something may have changed
 * @throws GasRefused the last rejection, when it takes too long or too many wait
 */
export async function waitInLine<T>(account: GasAccount, refusal: GasRefused, attempt: () => Promise<T>): Promise<T> {
  const line = lineOf(account);
  if (line.waiting.length >= MAX_WAITING) throw refusal;
  const place = Symbol("place");
  line.waiting.push(place);
  let last = refusal;
  try {
    for (const deadline = performance.now() + WAIT_TIMEOUT; performance.now() < deadline; ) {
      await sleep(LOOK_AGAIN);
      if (line.waiting.indexOf(place) >= AT_THE_HEAD) continue;
      await lookOnce(line, account);
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof GasRefused && error.inLine)) throw error;
        last = error;
      }
    }
    throw last;
  } finally {
    line.waiting.splice(line.waiting.indexOf(place), 1);
  }
}

function lookOnce(line: Line, account: GasAccount): Promise<void> {
  line.look ??= closeWhatIsMined(account).finally(() => {
    line.look = null;
  });
  return line.look;
}

function lineOf({ chainId, address }: GasAccount): Line {
  const lines = perProcess("gas-lines", () => new Map<string, Line>());
  const key = `${chainId} ${address}`;
  const line = lines.get(key) ?? { waiting: [], look: null };
  lines.set(key, line);
  return line;
}
