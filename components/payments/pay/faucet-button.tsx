"use client";

import { useState } from "react";
import { useWords } from "#i18n";
import { RequestProblem } from "@/components/http/request";
import { Button } from "@/components/ui/button";
import { askFaucet } from "@/components/wallets/faucet";

/** Play money for the demo's network. */
export function FaucetButton({ address }: { address: string }) {
  const t = useWords("payments");
  const [state, setState] = useState<"idle" | "busy" | "coming" | "spent" | "missing">("idle");
  const words = { coming: t("playMoneyComing"), spent: t("playMoneySpent"), missing: t("playMoneyMissing") };

  async function ask() {
    setState("busy");
    try {
      await askFaucet(address);
      setState("coming");
    } catch (error) {
      setState(error instanceof RequestProblem && error.problem.code === "too_many_requests" ? "spent" : "missing");
    }
  }

  return (
    <div className="space-y-1">
      <Button size="sm" busy={state === "busy"} disabled={state === "coming"} onClick={ask}>
        {t("playMoney")}
      </Button>
      <p role="status">{state === "idle" || state === "busy" ? "" : words[state]}</p>
    </div>
  );
}
