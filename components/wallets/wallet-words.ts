import type { Words } from "@/lib/i18n/words";
import type { WalletFacts } from "./wallet-error";
import type { WalletChoice } from "./wallet-types";

/** What happened with a wallet and what to do next, in the reader's language. `said`: the wallet's own words. */
export function walletWords(t: Words<"wallets">, facts: WalletFacts): WalletWords {
  return { ...ourWords(t, facts), said: facts.said };
}

export type WalletWords = { title: string; detail: string; said: string | null };

function ourWords(t: Words<"wallets">, facts: WalletFacts): { title: string; detail: string } {
  const { kind, task, networkName: network } = facts;
  switch (kind) {
    case "rejected":
      return { title: t("rejectedTitle"), detail: declinedWords(t, task, network) };
    case "window-blocked":
      return { title: t("blockedTitle"), detail: t("blockedDetail") };
    case "window-closed":
      return { title: t("closedTitle"), detail: t("closedDetail") };
    case "busy":
      return { title: t("busyTitle"), detail: t("busyDetail") };
    case "locked":
      return { title: t("lockedTitle"), detail: t("lockedDetail") };
    case "no-wallet":
      return { title: t("goneTitle"), detail: t("goneDetail") };
    case "other-account":
      return { title: t("otherAccountTitle"), detail: t("otherAccountDetail") };
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

/** Where a session needs a cookie, and the browser keeps none. */
export function cookieWords(t: Words<"wallets">): { title: string; detail: string } {
  return { title: t("cookiesTitle"), detail: t("cookiesDetail", { site: location.host }) };
}

/** A wallet's name as people read it: its own, but for those that have none. */
export function walletName(t: Words<"wallets">, { name, kind }: Pick<WalletChoice, "name" | "kind">): string {
  if (kind === "demo") return t("demoWallet");
  return name || t("browserWallet");
}
