import { requestJson } from "@/components/http/request";

/**
 * Requests play money from the devnet's faucet; the balance shows the amount. The route exists on the devnet only.
 *
 * @throws RequestProblem, NoAnswer
 */
export function askFaucet(address: string): Promise<unknown> {
  return requestJson("/api/devnet/faucet", { method: "POST", body: { address } });
}
