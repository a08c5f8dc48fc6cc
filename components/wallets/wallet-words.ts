import type { Words } from "@/lib/i18n/words";
import type { WalletFacts } from "./wallet-error";
import type { WalletChoice } from "./wallet-types";

/** What happened with a wallet and what to do next, in the reader's language. */
export function walletWords(t: Words<"wallets">, facts: WalletFacts): { title: string; detail: string } {
  const { kind, task, networkName: network } = facts;
  switch (kind) {
    case "rejected":
      return { title: t("rejectedTitle"), detail: declinedWords(t, task, network) };
    case "busy":
      return { title: t("busyTitle"), detail: t("busyDetail") };
    case "locked":
      return { title: t("lockedTitle"), detail: t("lockedDetail") };
    case "no-wallet":
      return { title: t("goneTitle"), detail: t("goneDetail") };
    case "wrong-network":
      return { title: t("wrongNetworkTitle"), detail: t("wrongNetworkDetail", { network }) };
    case "unknown-network":
      return { title: t("unknownNetworkTitle", { network }), detail: t("unknownNetworkDetail", { network }) };
    case "unsupported":
      return { title: t("unsupportedTitle"), detail: t("unsupportedDetail") };
    case "flagged":
      return { title: t("flaggedTitle"), detail: t("flaggedDetail") };
    case "failed":
      return { title: t("failedTitle"), detail: t("failedDetail") };
  }
}

function declinedWords(t: Words<"wallets">, task: WalletFacts["task"], network: string): string {
  if (task === "switch" || task === "add") return t("rejectedSwitch", { network });
  return task === "connect" ? t("rejectedConnect") : t("rejectedSign");
}

/** A wallet's name as people read it: its own, but for those that have none. */
export function walletName(
  t: Words<"wallets">,
  { id, name, kind }: Pick<WalletChoice, "id" | "name" | "kind">,
): string {
  if (kind === "demo") return t("demoWallet");
  return id === "injected" ? t("browserWallet") : name;
}
