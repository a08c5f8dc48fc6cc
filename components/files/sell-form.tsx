"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useEffectEvent, useState } from "react";
import { useWords } from "#i18n";
import { useFieldErrors } from "@/components/http/field-words";
import { newQueryClient, QueryProvider } from "@/components/http/query-provider";
import { wordsFor } from "@/components/http/request";
import { CostBox } from "@/components/payments/storage/cost-box";
import { DueStorageLater } from "@/components/payments/storage/due-storage-later";
import { ShowingFold } from "@/components/previews/showing-fold";
import { sessionQuery } from "@/components/sign-in/queries";
import { SignInSteps } from "@/components/sign-in/sign-in-steps";
import { SwitchedAccount } from "@/components/sign-in/switched-account";
import { useSignIn } from "@/components/sign-in/use-sign-in";
import { Button } from "@/components/ui/button";
import { ShortCode } from "@/components/ui/code";
import { Field, TextArea } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { safeStorage } from "@/components/ui/safe-storage";
import { Tick } from "@/components/ui/tick";
import type { ResumableUpload, UploadState } from "@/components/uploads/resumable-upload";
import type { ClientConfig } from "@/lib/client-config/schema";
import { stemOf } from "@/lib/media-types";
import type { OwnFile } from "@/lib/products/files/schema";
import type { Session } from "@/lib/sign-in/schema";
import { MayNotSell } from "./may-not-sell";
import { MoreOptions } from "./more-options";
import { PriceField } from "./price-field";
import { SaleDates } from "./sale-dates";
import {
  checkDraft,
  clearDraft,
  type DraftErrors,
  draftKey,
  emptyDraft,
  loadDraft,
  type SellDraft,
  type SellRules,
  saveDraft,
} from "./sell-draft";
import { TermsTick } from "./terms-tick";
import { useFormStorage } from "./use-form-storage";
import { usePublish } from "./use-publish";
import type { Added } from "./use-sold";
import { useTerms } from "./use-terms";

/** Terms that several files may share. */
export type SharedTerms = Pick<SellDraft, "price" | "free" | "onSaleUntil" | "noEnd" | "keepUntil">;

export type SellFormProps = {
  config: ClientConfig;
  rules: SellRules;
  upload: ResumableUpload;
  state: Exclude<UploadState, { step: "none" }>;
  /** Grows when the seller wants to sign in without publishing yet. */
  signInAsked: number;
  /** How many other files wait for their price. */
  others: number;
  /** Set once the seller wants this file sold on the same terms as another one. */
  shared: SharedTerms | null;
  /** The seller wants the other files sold on the same terms. */
  onShare: (terms: SharedTerms) => void;
  /** There is an error to fix. */
  onTrouble: () => void;
  /** `added`: what is still to be sent. */
  onPublished: (file: OwnFile, added: Added) => void;
};

const dates = ["onSaleUntil", "downloadDays", "keepUntil"] as const;
const fields = ["price", "title", "description", ...dates] as const;

/** Signing in for one file signs in for all. */
const client = newQueryClient();

/** Price, title, description and dates, filled in while the file uploads. Loaded when a file was chosen. */
export function SellForm(props: SellFormProps) {
  return (
    <QueryProvider client={client}>
      <Form {...props} />
    </QueryProvider>
  );
}

function useDraft(rules: SellRules, key: string) {
  const [draft, setDraft] = useState<SellDraft>(() => ({
    ...emptyDraft(rules, new Date()),
    ...loadDraft(safeStorage("localStorage"), key),
  }));
  useEffect(() => saveDraft(safeStorage("localStorage"), key, draft), [key, draft]);
  return { draft, change: (part: Partial<SellDraft>) => setDraft((before) => ({ ...before, ...part })) };
}

function Form({
  config,
  rules,
  upload,
  state,
  signInAsked,
  others,
  shared,
  onShare,
  onTrouble,
  onPublished,
}: SellFormProps) {
  const t = useWords("sell");
  const errors = useWords("errors");
  const uploads = useWords("uploads");
  const key = draftKey(state.file);
  const { draft, change } = useDraft(rules, key);
  const [forAll, setForAll] = useState(false);
  const [covers, setCovers] = useState<File[]>([]);
  const [own, setOwn] = useState<DraftErrors>({});
  const client = useQueryClient();
  const { data: session } = useQuery(sessionQuery);
  const signedInAs = (signedIn: Session) => client.setQueryData(sessionQuery.queryKey, signedIn);
  const signIn = useSignIn(config, signedInAs);
  const terms = useTerms(session?.address ?? null);
  const publishing = usePublish({
    draft,
    acceptTerms: terms.acceptTerms,
    onTermsChanged: terms.reload,
    upload: state,
    session,
    signIn,
    onPublished(file) {
      clearDraft(safeStorage("localStorage"), key);
      onPublished(file, { covers, local: upload.chosen(), isDecoded: !draft.chosen?.notFromBrowser });
      upload.finish();
    },
    onLost: () => upload.lost(),
  });
  const { wanted, isPending, error, waitsFor } = publishing;
  const storage = useFormStorage({ config, draft, upload: state, session, due: publishing.due });
  const { cost, goods } = storage;
  const signingIn = signIn.state.step !== "idle" && signIn.state.step !== "failed";
  const refusedUnsigned = state.step === "failed" && state.problem?.code === "upload_quota_unsigned";
  const uploadRefused = refusedUnsigned || (state.step === "failed" && state.problem?.code === "sign_in_required");

  function edit(part: Partial<SellDraft>) {
    change(part);
    setOwn((before) => Object.fromEntries(Object.entries(before).filter(([field]) => !(field in part))));
  }

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const unaccepted = terms.terms && !terms.ticked ? { terms: t("acceptTermsFirst") } : {};
    const found = { ...checkDraft(draft, rules, new Date(), t), ...storage.errors(), ...unaccepted };
    setOwn(found);
    const [first] = Object.keys(found);
    if (first) return showField(event.currentTarget.querySelector<HTMLElement>(`[name="${first}"]`));
    const { price, free, onSaleUntil, noEnd, keepUntil } = draft;
    if (forAll && others > 0) onShare({ price, free, onSaleUntil, noEnd, keepUntil });
    publishing.publish();
  }

  const takeShared = useEffectEvent((terms: SharedTerms) => {
    edit(terms);
    const found = checkDraft({ ...draft, ...terms }, rules, new Date(), t);
    setOwn(found);
    if (Object.keys(found).length > 0) return onTrouble();
    publishing.want();
  });
  useEffect(() => {
    if (shared) takeShared(shared);
  }, [shared]);

  const startSignIn = useEffectEvent(() => {
    if (!session) void signIn.start();
  });
  useEffect(() => {
    if (signInAsked > 0) startSignIn();
  }, [signInAsked]);

  const troubled = useEffectEvent(onTrouble);
  useEffect(() => {
    if (error) troubled();
  }, [error]);

  // If only some wallets may sell, or strangers have no room left, the server requires sign-in before it accepts the bytes.
  useEffect(() => {
    if (uploadRefused && session?.maySell) upload.resume();
  }, [uploadRefused, session, upload]);

  const refused = useFieldErrors(error);
  const errorOf = (field: (typeof fields)[number]) => own[field] ?? refused(field);
  const placed = fields.some((field) => refused(field));
  return (
    // What has the focus is not behind the button, which stays in sight.
    <form onSubmit={submit} noValidate className="space-y-6 [&_:is(input,textarea)]:scroll-mb-28">
      {/* What is being paid for does not change meanwhile. */}
      <fieldset disabled={goods !== null} className="min-w-0 space-y-6">
        <PriceField price={draft.price} free={draft.free} error={errorOf("price")} onChange={edit} />
        <Field
          label={t("title")}
          name="title"
          optional
          dir="auto"
          placeholder={stemOf(state.file.name)}
          maxLength={rules.titleMax}
          value={draft.title}
          error={errorOf("title")}
          onChange={(event) => edit({ title: event.target.value })}
        />
        <TextArea
          label={t("description")}
          name="description"
          optional
          dir="auto"
          maxLength={rules.descriptionMax}
          value={draft.description}
          error={errorOf("description")}
          onChange={(event) => edit({ description: event.target.value })}
        />
        <ShowingFold
          file={state.file}
          title={draft.title.trim() || state.file.name}
          chosen={draft.chosen ?? {}}
          covers={covers}
          onChange={(part) => edit({ chosen: { ...draft.chosen, ...part } })}
          onCovers={setCovers}
        />
        <MoreOptions
          draft={draft}
          open={config.storage !== null || storage.mayHaveNoEnd}
          wrong={dates.some((field) => errorOf(field) !== undefined)}
        >
          <SaleDates
            {...{ config, draft, rules }}
            mayHaveNoEnd={storage.mayHaveNoEnd}
            paysWithoutEnd={storage.paysWithoutEnd}
            errorOf={errorOf}
            onChange={edit}
          />
        </MoreOptions>
        <CostBox cost={cost} size={state.file.size} />
        {rules.hasList && (
          <Tick name="listed" checked={draft.listed} onChange={(listed) => edit({ listed })}>
            {t("listed")}
          </Tick>
        )}
        {others > 0 && (
          <Tick checked={forAll} onChange={setForAll}>
            {t("forAll", { count: others })}
          </Tick>
        )}
        {terms.terms && <TermsTick terms={terms} url={terms.terms.url} error={own.terms} />}
      </fieldset>
      {session && !session.maySell && <MayNotSell address={session.address} onOther={signIn.chooseAnother} />}
      {error && !placed && <Notice role="alert" tone="bad" title={wordsFor(error, errors)} />}
      <SignInSteps config={config} signIn={signIn} />
      {goods && (
        <DueStorageLater
          {...{ config, goods }}
          dueFor={storage.dueFor}
          title={draft.title.trim() || state.file.name}
          agreedMicroUsd={cost.kind === "price" ? cost.priceMicroUsd : null}
          onPaid={() => {
            storage.end();
            publishing.publish();
          }}
          onBack={() => {
            storage.end();
            publishing.giveUp();
          }}
        />
      )}
      <div className="sell-bar" hidden={goods !== null}>
        <Button type="submit" size="lg" wide busy={signingIn || isPending || (wanted && Boolean(session))}>
          {t(
            buttonKey({
              signedIn: Boolean(session),
              waiting: wanted && Boolean(session) && state.step !== "done",
              isPending,
            }),
          )}
        </Button>
      </div>
      <div className="space-y-2" hidden={goods !== null}>
        {wanted && session && state.step !== "done" && (
          <p role="status" className="text-center text-sm text-ink-soft">
            {t("linkSoon")}
          </p>
        )}
        {waitsFor && (
          <p role="status" className="text-center text-sm text-ink-soft">
            {uploads(`wait_${waitsFor}`)}
          </p>
        )}
        {session && !signingIn && <SwitchedAccount config={config} address={session.address} onSignedIn={signedInAs} />}
        {session && (
          <p className="text-center text-sm text-ink-soft">
            {t.rich("sellAs", { address: <ShortCode code={session.address} /> })}
          </p>
        )}
        {session === null && <p className="text-center text-sm text-ink-soft">{t("oneSignature")}</p>}
      </div>
    </form>
  );
}

/** Puts the focus on a field, and unfolds what it is in: what is folded cannot have it. */
function showField(field: HTMLElement | null): void {
  const fold = field?.closest("details");
  if (fold) fold.open = true;
  field?.focus();
}

type ButtonState = { signedIn: boolean; waiting: boolean; isPending: boolean };

function buttonKey({ signedIn, waiting, isPending }: ButtonState) {
  if (isPending) return "makingLink";
  if (waiting) return "uploading";
  return signedIn ? "getLink" : "connectAndGetLink";
}
