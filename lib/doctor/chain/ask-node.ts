import "server-only";
import { SECOND } from "@/lib/clock";
import { postJson } from "@/lib/post-json";

/** How long a node may take (ms). */
const TIMEOUT = 10 * SECOND;

/** What a node answered. `date`: its clock minus ours in ms, null if it does not tell. */
type NodeAnswer<T> = { result: T; date: number | null };

/** A node refused a call, or answered nonsense. The message is the node's, shortened. */
class NodeRefused extends Error {}

/** One JSON-RPC call to one node, not to the next one if it fails. @throws NodeRefused, or the connection's error */
export async function askNode<T>(url: string, method: string, params: unknown[] = []): Promise<NodeAnswer<T>> {
  const sent = Date.now();
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
  const { status, headers, text } = await postJson(url, body, { timeout: TIMEOUT, isRepeatable: true });
  const middle = (sent + Date.now()) / 2;
  const said = parse(text);
  if (!said || said.error || !("result" in said)) {
    throw new NodeRefused(`${method}: ${(said?.error?.message ?? `status ${status}`).slice(0, 200)}`);
  }
  const time = Date.parse(headers.date ?? "");
  // The header has whole seconds, cut off.
  return { result: said.result as T, date: Number.isNaN(time) ? null : time + SECOND / 2 - middle };
}

type Said = { result?: unknown; error?: { message?: string } };

function parse(text: string): Said | null {
  try {
    const said: unknown = JSON.parse(text);
    return typeof said === "object" ? said : null;
  } catch {
    return null;
  }
}
