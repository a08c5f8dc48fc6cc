import "server-only";
import { type Finding, trouble } from "@/lib/doctor/finding";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import type { NodeFacts } from "./look-at-node";

/** With less, looking back over an hour takes too many requests. */
const FEW_BLOCKS = 100n;

/** How findings call a node: its host only, since the rest of the URL may be an access key. */
export function nameOf({ name, chainId }: Network, url: string, index: number): string {
  return `${name}, node ${index + 1} of RPC_URL_${chainId} (${new URL(url).host})`;
}

/** What is wrong with a node that answers and is on the right chain. Empty for a sound one. */
export function judgeNode(about: string, { span, isSpanLimited, recent, hasOldBlocks }: NodeFacts): Finding[] {
  const findings: Finding[] = [];
  if (span === 0n) {
    findings.push(
      trouble("node-no-logs", {
        about,
        words:
          "This node refuses eth_getLogs. A payment whose outcome is unclear could never be looked up: its buyer would wait for ever.",
        fix: "Use a node or a plan that answers eth_getLogs.",
      }),
    );
  } else if (isSpanLimited && span < FEW_BLOCKS) {
    findings.push(
      trouble("node-few-logs", {
        about,
        words: `This node gives the logs of only ${span} blocks at once (eth_getLogs), so looking up an unclear payment takes long.`,
        fix: "Use a node or a plan with at least 1,000 blocks.",
      }),
    );
  }
  if (recent && !recent.hasReceipt) {
    findings.push(
      trouble("node-no-receipts", {
        about,
        words: "This node has a transaction in a block and not its receipt, so payments cannot be proven.",
        fix: "Wait if it is still synchronising; else use another node.",
      }),
    );
  }
  if (recent && !recent.hasLogs) {
    findings.push(
      trouble("node-hides-logs", {
        about,
        words:
          "This node answers eth_getLogs without logs that the receipts have: payments that were made look as if they were not.",
        fix: "Wait if it is still building its index; else use another node.",
      }),
    );
  }
  if (!hasOldBlocks) {
    findings.push(
      trouble("node-no-old-blocks", {
        about,
        words:
          "This node does not have the blocks or receipts of some weeks ago. Old purchases cannot be checked with it.",
        fix: "Add a node that keeps all blocks.",
      }),
    );
  }
  return findings;
}
