import { type FormEvent, useEffect, useEffectEvent, useState } from "react";
import { useWords } from "#i18n";
import { useFieldErrors } from "@/components/http/field-words";
import { Button } from "@/components/ui/button";
import { Copyable } from "@/components/ui/copyable";
import { Field } from "@/components/ui/field";
import { Time } from "@/components/ui/time";
import { DOMAIN_MAX } from "@/lib/domains/limits";
import type { OwnDomain } from "@/lib/domains/schema";
import { checkDomain, forgetDomain, nameDomain, readDomain } from "./send";
import { useWork } from "./use-work";
import { WorkEnd } from "./work-end";

/** A seller's domain: named, proven by a record in DNS, and what became of the proof. */
export function DomainField() {
  const t = useWords("links");
  const [domain, setDomain] = useState<OwnDomain | null>(null);
  const [typed, setTyped] = useState("");
  const { busy, error, done, run, reset } = useWork();
  const wrong = useFieldErrors(error)("domain");
  const load = useEffectEvent(() => run(async () => setDomain(await readDomain()), ""));
  useEffect(() => void load(), []);

  function name(event: FormEvent) {
    event.preventDefault();
    void run(async () => setDomain(await nameDomain(typed)), "");
  }

  return (
    <div className="space-y-3">
      <p className="text-sm font-semibold">{t("domain")}</p>
      <p className="text-sm text-ink-soft">{t("domainWhy")}</p>
      {domain === null ? (
        <form noValidate onSubmit={name} className="space-y-3">
          <Field
            label={t("domainField")}
            dir="ltr"
            placeholder="example.org"
            inputMode="url"
            spellCheck={false}
            autoCapitalize="none"
            maxLength={DOMAIN_MAX}
            value={typed}
            error={wrong}
            onChange={(event) => {
              reset();
              setTyped(event.target.value);
            }}
          />
          <Button type="submit" look="secondary" size="sm" busy={busy}>
            {t("domainSave")}
          </Button>
        </form>
      ) : (
        <div className="space-y-3">
          <Standing domain={domain} />
          <p className="text-sm">{t("domainRecord")}</p>
          <div className="space-y-1">
            <p className="text-xs text-ink-soft">{t("recordName")}</p>
            <Copyable text={domain.record.name} copyLabel={t("copyRecord", { what: t("recordName") })} />
          </div>
          <div className="space-y-1">
            <p className="text-xs text-ink-soft">{t("recordText")}</p>
            <Copyable text={domain.record.text} copyLabel={t("copyRecord", { what: t("recordText") })} />
          </div>
          <div className="flex flex-wrap gap-2">
            <Button
              look="secondary"
              size="sm"
              busy={busy}
              onClick={() => void run(async () => setDomain(await checkDomain()), "")}
            >
              {t("domainCheck")}
            </Button>
            <Button
              look="quiet"
              size="sm"
              disabled={busy}
              onClick={() =>
                void run(async () => {
                  await forgetDomain();
                  setDomain(null);
                }, "")
              }
            >
              {t("domainRemove")}
            </Button>
          </div>
        </div>
      )}
      <WorkEnd {...{ error, done }} isPlaced={wrong !== undefined} />
    </div>
  );
}

function Standing({ domain: { domain, state, until } }: { domain: OwnDomain }) {
  const t = useWords("links");
  const words = {
    waiting: t("domainWaiting"),
    proven: t.rich("domainProven", { domain: <bdi>{domain}</bdi> }),
    missing: t.rich("domainMissing", { date: until ? <Time iso={until} only="day" /> : "" }),
    withdrawn: t("domainWithdrawn"),
  };
  return (
    <p role="status" className="text-sm font-semibold wrap-anywhere">
      {words[state]}
    </p>
  );
}
