"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState, useSyncExternalStore } from "react";
import { useWords } from "#i18n";
import { useFieldErrors } from "@/components/http/field-words";
import { newQueryClient, QueryProvider } from "@/components/http/query-provider";
import { wordsFor } from "@/components/http/request";
import { sessionQuery } from "@/components/sign-in/queries";
import { SignInSteps } from "@/components/sign-in/sign-in-steps";
import { useSignIn } from "@/components/sign-in/use-sign-in";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field, TextArea } from "@/components/ui/field";
import { formatBytes } from "@/components/ui/format";
import { Notice } from "@/components/ui/notice";
import { Tick } from "@/components/ui/tick";
import type { QueuedUpload, UploadQueue } from "@/components/uploads/upload-queue";
import { UploadRow } from "@/components/uploads/upload-row";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { OwnFile } from "@/lib/products/files/schema";
import { MayNotSell } from "./may-not-sell";
import { MoreOptions } from "./more-options";
import { PriceField } from "./price-field";
import { SaleDates } from "./sale-dates";
import { checkDraft, type DraftErrors, emptyDraft, type SellDraft, type SellRules } from "./sell-draft";
import { TermsTick } from "./terms-tick";
import { usePublishTogether } from "./use-publish-together";
import { useTerms } from "./use-terms";

export type SellTogetherProps = {
  config: ClientConfig;
  rules: SellRules;
  queue: UploadQueue;
  onPublished: (bundle: OwnFile) => void;
  /** Back to one form for each. */
  onSeparately: () => void;
};

const client = newQueryClient();

/** Several uploads that are sold for one price: one form for all of them. */
export function SellTogether(props: SellTogetherProps) {
  return (
    <QueryProvider client={client}>
      <Form {...props} />
    </QueryProvider>
  );
}

const noItems: QueuedUpload[] = [];
const fields = ["price", "title", "description", "onSaleUntil", "downloadDays"] as const;

function Form({ config, rules, queue, onPublished, onSeparately }: SellTogetherProps) {
  const t = useWords("sell");
  const bundles = useWords("bundles");
  const errors = useWords("errors");
  const items = useSyncExternalStore(queue.watch, queue.items, () => noItems);
  const [draft, setDraft] = useState<SellDraft>(() => emptyDraft(rules, new Date()));
  const [own, setOwn] = useState<DraftErrors>({});
  const client = useQueryClient();
  const { data: session } = useQuery(sessionQuery);
  const signIn = useSignIn(config, (signedIn) => client.setQueryData(sessionQuery.queryKey, signedIn));
  const terms = useTerms(session?.address ?? null);
  const { acceptTerms, reload } = terms;
  const publishing = usePublishTogether({ draft, items, session, signIn, acceptTerms, reload, onPublished });
  const { error, isBusy } = publishing;
  const refused = useFieldErrors(error);
  const errorOf = (field: (typeof fields)[number]) => own[field] ?? refused(field);
  const isPlaced = fields.some((field) => refused(field));
  const isTooMany = items.length > rules.bundleMaxFiles;

  function edit(part: Partial<SellDraft>) {
    setDraft((before) => ({ ...before, ...part }));
    setOwn((before) => Object.fromEntries(Object.entries(before).filter(([field]) => !(field in part))));
  }

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const untitled = draft.title.trim() === "" ? { title: bundles("titleNeeded") } : {};
    const unaccepted = terms.terms && !terms.ticked ? { terms: t("acceptTermsFirst") } : {};
    const found = { ...checkDraft(draft, rules, new Date(), t), ...untitled, ...unaccepted };
    setOwn(found);
    const [first] = Object.keys(found);
    if (first) return event.currentTarget.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
    publishing.publish();
  }

  return (
    <Card className="space-y-7">
      <Files items={items} />
      {isTooMany && <Notice role="alert" tone="bad" title={bundles("tooMany", { max: rules.bundleMaxFiles })} />}
      <form onSubmit={submit} noValidate className="space-y-6 [&_:is(input,textarea)]:scroll-mb-28">
        <PriceField price={draft.price} free={draft.free} error={errorOf("price")} onChange={edit} />
        <Field
          label={bundles("titleOfAll")}
          name="title"
          dir="auto"
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
        <MoreOptions draft={draft} open={false} wrong={Boolean(errorOf("onSaleUntil") ?? errorOf("downloadDays"))}>
          <SaleDates
            {...{ config, draft, rules }}
            mayHaveNoEnd={false}
            paysWithoutEnd={false}
            errorOf={(field) => (field === "keepUntil" ? undefined : errorOf(field))}
            onChange={edit}
          />
        </MoreOptions>
        {rules.hasList && (
          <Tick name="listed" checked={draft.listed} onChange={(listed) => edit({ listed })}>
            {t("listed")}
          </Tick>
        )}
        {terms.terms && <TermsTick terms={terms} url={terms.terms.url} error={own.terms} />}
        {session && !session.maySell && <MayNotSell address={session.address} onOther={signIn.chooseAnother} />}
        {error && !isPlaced && <Notice role="alert" tone="bad" title={wordsFor(error, errors)} />}
        <SignInSteps config={config} signIn={signIn} />
        <div className="sell-bar">
          <Button type="submit" size="lg" wide busy={isBusy} disabled={isTooMany}>
            {t(publishing.isWaiting ? "uploading" : session ? "getLink" : "connectAndGetLink")}
          </Button>
        </div>
        <Button look="quiet" size="sm" onClick={onSeparately}>
          {t("separately")}
        </Button>
      </form>
    </Card>
  );
}

/** The uploads, and how much they are together. */
function Files({ items }: { items: readonly QueuedUpload[] }) {
  const t = useWords("bundles");
  const ui = useWords("ui");
  const states = items.map(({ upload }) => upload.state());
  const size = states.reduce((sum, state) => sum + (state.step === "none" ? 0 : state.file.size), 0);
  return (
    <div className="space-y-4">
      <h2 className="flex flex-wrap justify-between gap-x-3 text-lg">
        {t("filesTogether", { count: items.length })} <span className="text-ink-soft">{formatBytes(size, ui)}</span>
      </h2>
      <ul className="space-y-4">
        {items.map(({ id, upload }) => (
          <Row key={id} upload={upload} />
        ))}
      </ul>
    </div>
  );
}

function Row({ upload }: Pick<QueuedUpload, "upload">) {
  const state = useSyncExternalStore(upload.watch, upload.state, upload.state);
  if (state.step === "none") return null;
  return (
    <li aria-label={state.file.name}>
      <UploadRow state={state} upload={upload} />
    </li>
  );
}
