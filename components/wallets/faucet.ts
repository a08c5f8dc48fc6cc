/** Requests play money from the devnet's faucet; the balance shows the amount. The route exists on the devnet only. */
export function askFaucet(address: string): Promise<Response> {
  return fetch("/api/devnet/faucet", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ address }),
  });
}
