/** Asks the devnet's faucet for play money; what was given is seen in the balance. The route exists on the devnet only. */
export function askFaucet(address: string): Promise<Response> {
  return fetch("/api/devnet/faucet", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ address }),
  });
}
