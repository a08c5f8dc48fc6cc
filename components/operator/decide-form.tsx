"use client";

import { type FormEvent, useState } from "react";
import { useWords } from "#i18n";
import { requestJson } from "@/components/http/request";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, TextArea } from "@/components/ui/field";
import { shorten } from "@/components/ui/format";
import { Notice } from "@/components/ui/notice";
import { Select } from "@/components/ui/select";
import { ActionRefused, useWalletAction } from "@/components/wallets/use-wallet-action";
import { WalletActionSteps } from "@/components/wallets/wallet-action-steps";
import type { ConnectedWallet, Signer } from "@/components/wallets/wallet-types";
import type { ClientConfig } from "@/lib/client-config/schema";
import { type DecisionSubject, FACTS_MAX, GROUNDS, LEGAL_BASIS_MAX, type Verdict } from "@/lib/decisions/schema";
import type { Key } from "@/lib/i18n/words";
import type { DecisionRequest, DeletionStatement, SignedDeletion } from "@/lib/operator/schema";
import { Check } from "./check";
import { type Draft, emptyDraft, type Occasion, requestOf } from "./decision-request";
import { useAct } from "./use-act";

type DecideProps = {
  on: DecisionSubject;
  occasion?: Occasion;
  /** What may be decided, each a button. */
  verdicts: readonly Verdict[];
  /** The last decision that the page shows; null if there was none. */
  after: string | null;
  /** Who is signed in, and has to sign deletions. */
  operator: string;
  config: ClientConfig;
};

/** Buttons that decide about a file or a seller, each with its statement of reasons. */
export function Decide(props: DecideProps) {
  const t = useWords("operator");
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  return (
    <div className="flex flex-wrap gap-2">
      {props.verdicts.map((one) => (
        <Button key={one} size="sm" look={looks[one] ?? "secondary"} onClick={() => setVerdict(one)}>
          {t(`do_${one}`)}
        </Button>
      ))}
      <Dialog open={verdict !== null} title={verdict ? t(`do_${verdict}`) : ""} onClose={() => setVerdict(null)}>
        {verdict && <DecideForm {...props} verdict={verdict} onCancel={() => setVerdict(null)} />}
      </Dialog>
    </div>
  );
}

const looks: Partial<Record<Verdict, "danger" | "primary">> = { deleted: "danger", lifted: "primary" };

function meaningOf({ kind }: DecisionSubject, verdict: Verdict): Key<"operator"> {
  if (kind === "file") return `means_${verdict}`;
  return verdict === "lifted" ? "sellerMeans_lifted" : "sellerMeans_suspended";
}

type FormProps = DecideProps & { verdict: Verdict; onCancel: () => void };

function DecideForm({ verdict, on, occasion, after, operator, config, onCancel }: FormProps) {
  const t = useWords("operator");
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const act = useAct();
  const others = occasion?.kind === "report" ? occasion.others.length : 0;
  const request = (signed?: SignedDeletion) => requestOf({ on, occasion, verdict, after, draft }, signed);

  async function signAndSend(signer: Signer, wallet: ConnectedWallet) {
    if (wallet.address.toLowerCase() !== operator) {
      throw new ActionRefused(t("wrongWallet", { address: shorten(operator) }));
    }
    const offered = config.networks.find(({ chainId }) => chainId === wallet.chainId) ?? config.networks[0];
    const chainId = offered?.chainId ?? wallet.chainId;
    const path = `/api/operator/files/${on.id}/deletion`;
    const { message, ...statement } = await requestJson<DeletionStatement>(path, { method: "POST", body: { chainId } });
    const signed = { chainId, ...statement, signature: await signer.signMessage(message) };
    const { path: door, body } = request(signed);
    await requestJson(door, { method: "POST", body });
  }
  const signing = useWalletAction(config, signAndSend, () => location.reload());
  const isSigned = verdict === "deleted";
  const busy = act.busy || !["idle", "failed"].includes(signing.state.step);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (isSigned) return void signing.start();
    const { path, body } = request();
    void act.send("POST", path, body);
  }

  return (
    <form className="space-y-4" onSubmit={submit}>
      <p className="text-sm">{t(meaningOf(on, verdict))}</p>
      <Select
        label={t("ground")}
        value={draft.ground}
        options={GROUNDS.map((value) => ({ value, words: t(`ground_${value}`) }))}
        onChange={(event) => setDraft({ ...draft, ground: event.target.value as DecisionRequest["ground"] })}
      />
      <TextArea
        label={t("facts")}
        required
        rows={4}
        maxLength={FACTS_MAX}
        hint={t("factsHint")}
        value={draft.facts}
        onChange={(event) => setDraft({ ...draft, facts: event.target.value })}
      />
      <Field
        label={t("legalBasis")}
        optional
        maxLength={LEGAL_BASIS_MAX}
        hint={t("legalBasisHint")}
        value={draft.legalBasis}
        onChange={(event) => setDraft({ ...draft, legalBasis: event.target.value })}
      />
      {others > 0 && (
        <Check
          label={t("together", { count: others })}
          checked={draft.together}
          onChange={(together) => setDraft({ ...draft, together })}
        />
      )}
      {occasion?.kind === "report" && verdict === "none" && (
        <Check
          label={t("unfounded")}
          checked={draft.unfounded}
          onChange={(unfounded) => setDraft({ ...draft, unfounded })}
        />
      )}
      {act.trouble && <Notice role="alert" tone="bad" title={act.trouble} />}
      {isSigned && (
        <WalletActionSteps
          config={config}
          action={signing}
          title={t("chooseWallet")}
          another={t("anotherWallet")}
          working={t("confirmInWallet")}
        />
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button look="secondary" onClick={onCancel}>
          {t("cancel")}
        </Button>
        <Button type="submit" look={looks[verdict] ?? "primary"} busy={busy}>
          {t(isSigned ? "signAndDelete" : "decide")}
        </Button>
      </div>
    </form>
  );
}
