/** Wallets' answers in one shape each, whatever theirs is. Each function answers null for what it cannot read. */

type Hex = `0x${string}`;

/** A result inside a JSON-RPC response or another wrapper that some wallets hand over as it is. */
function unwrap(answer: unknown, ...members: string[]): unknown {
  if (answer === null || typeof answer !== "object" || Array.isArray(answer)) return answer;
  for (const member of ["result", ...members]) if (member in answer) return (answer as Record<string, unknown>)[member];
  return answer;
}

/** The error of a JSON-RPC response that a wallet resolved with instead of throwing it. */
export function errorIn(answer: unknown): unknown {
  if (answer === null || typeof answer !== "object" || Array.isArray(answer)) return null;
  const { error } = answer as { error?: unknown };
  return error ?? null;
}

/** Accounts: lists, also as a text, one address, objects with an address, CAIP-10. What is no address is left out; nothing is an empty list. */
export function readAccounts(answer: unknown): Hex[] {
  const inside = unwrap(answer, "accounts", "selectedAddress", "address");
  const list = Array.isArray(inside) ? inside : [inside];
  return list.flatMap((one) => {
    const text = unwrap(one, "address");
    return typeof text === "string" ? ((text.match(/0x[0-9a-f]{40}(?![0-9a-f])/gi) ?? []) as Hex[]) : [];
  });
}

/** A chain id: hex, decimal, CAIP-2, number or bigint. */
export function readChainId(answer: unknown): number | null {
  const inside = unwrap(answer, "chainId");
  const text = typeof inside === "string" ? inside.trim().replace(/^eip155:/, "") : inside;
  if (typeof text !== "string" && typeof text !== "number" && typeof text !== "bigint") return null;
  if (text === "") return null;
  const chainId = Number(text);
  return Number.isSafeInteger(chainId) && chainId > 0 ? chainId : null;
}

/** A signature: hex with or without 0x. `0x` alone is what wallets answer that sign on chain. */
export function readSignature(answer: unknown): Hex | null {
  const inside = unwrap(answer, "signature", "sig");
  if (typeof inside !== "string") return null;
  const digits = inside.trim().replace(/^0x/i, "");
  const isOneSignature = /^(?:[0-9a-f]{2})*$/i.test(digits) && (digits !== "" || /^\s*0x\s*$/i.test(inside));
  return isOneSignature ? `0x${digits}` : null;
}
