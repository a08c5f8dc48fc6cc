import "server-only";
import { MINUTE, SECOND } from "@/lib/clock";
import type { Check, Shop } from "@/lib/doctor/check";
import { type Finding, fine, trouble } from "@/lib/doctor/finding";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import { withoutUrls } from "@/lib/payment-methods/evm/chain/safe-error";
import { judgeNode, nameOf } from "./judge-node";
import { lookAtNode, type NodeFacts } from "./look-at-node";

/** How far behind its neighbours a node may be (ms). */
const LAG = 30 * SECOND;
/** Without neighbours, an older newest block is suspicious (ms). */
const OLD = 10 * MINUTE;

/** Every URL of RPC_URL, one by one: while the shop runs, a bad one hides behind the next. */
export const nodes: Check = {
  name: "nodes",
  async run(shop) {
    const all = await Promise.all(shop.settings.networks.map((network) => lookAtNetwork(network, shop)));
    return all.flat();
  },
};

type Seen = { name: string; facts: NodeFacts };

async function lookAtNetwork(network: Network, { settings, now }: Shop): Promise<Finding[]> {
  const urls = settings.rpcUrls[network.chainId] ?? [];
  const seen: Seen[] = [];
  const looked = await Promise.all(urls.map((url, index) => lookAt(url, nameOf(network, url, index), network)));
  const findings = looked.flatMap((one) => {
    if ("code" in one) return [one];
    seen.push(one);
    return judgeNode(one.name, one.facts);
  });
  findings.push(...lagging(seen, network, now()));
  const bad = new Set(findings.map(({ about }) => about));
  return [...findings, ...seen.filter(({ name }) => !bad.has(name)).map(sound)];
}

async function lookAt(url: string, name: string, network: Network): Promise<Finding | Seen> {
  const setting = `RPC_URL_${network.chainId}`;
  try {
    const facts = await lookAtNode(url, network);
    if ("head" in facts) return { name, facts };
    return trouble("node-wrong-chain", {
      about: name,
      words: `This node is on the chain with id ${facts.chainId}; ${network.name} has ${network.chainId}. It is not used.`,
      fix: `Correct ${setting}.`,
    });
  } catch (error) {
    const why = withoutUrls((error as Error).message).slice(0, 200);
    return trouble("node-silent", {
      about: name,
      words: `This node does not answer as it should: ${why}.`,
      fix: `Check the address and its access key in ${setting}, and whether your provider is up.`,
    });
  }
}

function lagging(seen: readonly Seen[], network: Network, now: Date): Finding[] {
  const newest = Math.max(...seen.map(({ facts }) => facts.head.time));
  const isAlone = seen.length < 2;
  return seen.flatMap(({ name, facts: { head } }) => {
    const behind = isAlone ? now.getTime() - head.time : newest - head.time;
    if (behind <= (isAlone ? OLD : LAG)) return [];
    const seconds = Math.round(behind / SECOND);
    const words = isAlone
      ? `The newest block of this node is ${Math.round(behind / MINUTE)} minutes old. Purchases on ${network.name} wait or are refused.`
      : `This node is ${seconds} seconds behind another one of ${network.name}: payments that it has not seen look unpaid.`;
    const fix = "Ask your provider, or remove the node and name another one.";
    return [trouble("node-behind", { about: name, words, fix })];
  });
}

function sound({ name, facts: { head, span } }: Seen): Finding {
  return fine(
    "nodes",
    `This node is at block ${head.number} and gives the logs of ${span.toLocaleString("en")} blocks at once.`,
    name,
  );
}
