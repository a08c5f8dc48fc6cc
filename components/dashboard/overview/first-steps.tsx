import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Check, Circle } from "lucide-react";
import { type ReactNode, useId } from "react";
import { useWords } from "#i18n";
import { useSeller } from "@/components/dashboard/frame/seller-context";
import { overviewQuery } from "@/components/dashboard/queries";
import { requestJson, wordsFor } from "@/components/http/request";
import { Button, ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { classNames } from "@/components/ui/class-names";
import { Notice } from "@/components/ui/notice";
import type { ChangeFirstSteps, FirstSteps as Steps } from "@/lib/seller-pages/schema";

const NAMES = ["file", "opened", "sold", "payoutChecked", "channel"] as const satisfies (keyof Steps)[];

/** What a new seller does first. The list ends by itself, or when it is dismissed. */
export function FirstSteps({ steps, payTo }: { steps: Steps; payTo: string }) {
  const t = useWords("overview");
  const errors = useWords("errors");
  const id = useId();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (body: ChangeFirstSteps) =>
      requestJson<{ firstSteps: Steps | null }>("/api/overview/first-steps", { method: "PATCH", body }),
    onSuccess: ({ firstSteps }) =>
      client.setQueryData(overviewQuery.queryKey, (before) => before && { ...before, firstSteps }),
  });
  const done = NAMES.filter((name) => steps[name]).length;
  return (
    <Card aria-labelledby={id} className="space-y-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id={id} className="text-lg">
          {t("steps")}
        </h2>
        <p className="text-sm text-ink-soft">{t("stepsDone", { done, count: NAMES.length })}</p>
      </div>
      <ul className="space-y-3">
        {NAMES.map((name) => (
          <Step key={name} isDone={steps[name]} title={t(`step_${name}`)}>
            <ToDo name={name} payTo={payTo} isBusy={change.isPending} onChange={change.mutate} />
          </Step>
        ))}
      </ul>
      {change.error && <Notice role="alert" tone="bad" title={wordsFor(change.error, errors)} />}
      <Button look="quiet" size="sm" busy={change.isPending} onClick={() => change.mutate({ dismissed: true })}>
        {t("dismiss")}
      </Button>
    </Card>
  );
}

function Step({ isDone, title, children }: { isDone: boolean; title: string; children: ReactNode }) {
  const t = useWords("overview");
  const Icon = isDone ? Check : Circle;
  return (
    <li className="flex gap-3">
      <Icon
        aria-hidden="true"
        className={classNames("mt-0.5 size-5 shrink-0", isDone ? "text-good-ink" : "text-ink-soft")}
      />
      <div className="min-w-0 space-y-2">
        <p className={isDone ? "text-ink-soft" : "font-semibold"}>
          {title}
          <span className="sr-only"> · {t(isDone ? "done" : "toDo")}</span>
        </p>
        {!isDone && children}
      </div>
    </li>
  );
}

type ToDoProps = {
  name: (typeof NAMES)[number];
  payTo: string;
  isBusy: boolean;
  onChange: (body: ChangeFirstSteps) => void;
};

function ToDo({ name, payTo, isBusy, onChange }: ToDoProps) {
  const t = useWords("overview");
  const { config } = useSeller();
  switch (name) {
    case "file":
      return <Go href={config.sellPath}>{t("do_file")}</Go>;
    case "opened":
      return <Go href="/dashboard/files">{t("do_opened")}</Go>;
    case "channel":
      return <Go href="/dashboard/settings">{t("do_channel")}</Go>;
    case "payoutChecked":
      return (
        <>
          <p className="text-sm wrap-anywhere">
            {t.rich("payoutQuestion", { address: <bdi className="font-mono text-xs">{payTo}</bdi> })}
          </p>
          <div className="flex flex-wrap gap-2">
            <Button look="secondary" size="sm" busy={isBusy} onClick={() => onChange({ payoutChecked: true })}>
              {t("payoutRight")}
            </Button>
            <Go href="/dashboard/settings">{t("payoutWrong")}</Go>
          </div>
        </>
      );
    case "sold":
      return null;
  }
}

function Go({ href, children }: { href: string; children: ReactNode }) {
  return (
    <ButtonLink href={href} look="secondary" size="sm">
      {children}
    </ButtonLink>
  );
}
