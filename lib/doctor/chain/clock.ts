import "server-only";
import { MINUTE, SECOND } from "@/lib/clock";
import type { Check } from "@/lib/doctor/check";
import { fine, trouble } from "@/lib/doctor/finding";
import { askNode } from "./ask-node";

/** With more than this apart, sales stop (ms): as in the watch over tokens. */
const OFF = 2 * MINUTE;
const DRIFTING = 30 * SECOND;
const FIX = "Switch on time synchronisation: timedatectl set-ntp true, or chrony.";

/** This machine's clock against those of the nodes, by the `Date` of their answers. One wrong node among several does not count. */
export const clock: Check = {
  name: "clock",
  async run({ settings: { networks, rpcUrls } }) {
    const urls = networks.flatMap(({ chainId }) => rpcUrls[chainId] ?? []);
    const asked = await Promise.all(urls.map((url) => askNode(url, "eth_chainId").catch(() => ({ date: null }))));
    const apart = asked.flatMap(({ date }) => date ?? []).sort((one, other) => one - other);
    const middle = apart[Math.floor(apart.length / 2)];
    if (middle === undefined) return [fine("clock", "No node tells the time, so the clock was not compared.")];
    const words = `This machine's clock is ${describe(middle)} the clocks of the nodes.`;
    if (Math.abs(middle) > OFF) {
      return [trouble("clock-off", { words: `${words} Payments look expired or not yet valid.`, fix: FIX })];
    }
    if (Math.abs(middle) > DRIFTING) return [trouble("clock-drifts", { words, fix: FIX })];
    return [fine("clock", "This machine's clock agrees with those of the nodes.")];
  },
};

/** @param apart their clock minus ours */
function describe(apart: number): string {
  return `${Math.round(Math.abs(apart) / SECOND)} seconds ${apart > 0 ? "behind" : "ahead of"}`;
}
