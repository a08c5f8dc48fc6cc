import { type FormEvent, useEffect, useEffectEvent, useState } from "react";
import { useWords } from "#i18n";
import { useFieldErrors } from "@/components/http/field-words";
import { requestJson } from "@/components/http/request";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Spinner } from "@/components/ui/spinner";
import { Tick } from "@/components/ui/tick";
import { UrlText } from "@/components/ui/url-text";
import { HANDLE_MAX, SLUG_MAX } from "@/lib/links/limits";
import type { OwnLink } from "@/lib/links/schema";
import type { OwnFile } from "@/lib/products/files/schema";
import { readLink, saveLink } from "./send";
import { useWork } from "./use-work";
import { WorkEnd } from "./work-end";

export type LinkNamesProps = { file: OwnFile; onChange: (file: OwnFile) => void };

/** The names in a file's readable link: both offered, both the seller's choice. And whether the seller's page shows the file. */
export function LinkNames({ file, onChange }: LinkNamesProps) {
  const [link, setLink] = useState<OwnLink | null>(null);
  const { error, run } = useWork();
  const load = useEffectEvent(() => run(async () => setLink(await readLink(file.id)), ""));
  useEffect(() => void load(), []);
  if (link === null) return error === null ? <Spinner /> : <WorkEnd error={error} done={null} />;
  return (
    <div className="space-y-4">
      <Names
        key={`${link.handle} ${link.slug}`}
        {...{ file, link }}
        onSaved={(saved) => {
          setLink(saved);
          onChange({ ...file, readableUrl: saved.url });
        }}
      />
      {link.handle !== null && <OnPage {...{ file, link, onChange }} />}
    </div>
  );
}

type NamesProps = { file: OwnFile; link: OwnLink; onSaved: (link: OwnLink) => void };

function Names({ file, link, onSaved }: NamesProps) {
  const t = useWords("links");
  const [handle, setHandle] = useState(link.offer.handle ?? "");
  const [slug, setSlug] = useState(link.slug ?? link.offer.slug ?? "");
  const { busy, error, done, run, reset } = useWork();
  const refused = useFieldErrors(error);
  const shown = `${new URL(file.url).host}/s/${link.handle ?? (handle || "…")}/${slug || "…"}`;

  function save(event: FormEvent) {
    event.preventDefault();
    const names = link.handle === null ? { slug, handle } : { slug };
    void run(async () => onSaved(await saveLink(file.id, names)), t("saved"));
  }

  return (
    <form noValidate onSubmit={save} className="space-y-4">
      {link.handle === null && (
        <Field
          label={t("handle")}
          hint={t("handleHint")}
          dir="auto"
          maxLength={HANDLE_MAX}
          spellCheck={false}
          autoCapitalize="none"
          value={handle}
          error={refused("handle")}
          onChange={(event) => {
            reset();
            setHandle(event.target.value);
          }}
        />
      )}
      <Field
        label={t("slug")}
        hint={t("slugHint")}
        dir="auto"
        maxLength={SLUG_MAX}
        spellCheck={false}
        autoCapitalize="none"
        value={slug}
        error={refused("slug")}
        onChange={(event) => {
          reset();
          setSlug(event.target.value);
        }}
      />
      <p className="text-sm wrap-anywhere text-ink-soft">{t.rich("result", { link: <UrlText url={shown} /> })}</p>
      <WorkEnd {...{ error, done }} isPlaced={Boolean(refused("handle") ?? refused("slug"))} />
      <Button type="submit" look="secondary" size="sm" busy={busy}>
        {t("save")}
      </Button>
    </form>
  );
}

function OnPage({ file, link, onChange }: LinkNamesProps & { link: OwnLink }) {
  const t = useWords("links");
  const { busy, error, done, run } = useWork();
  // Shown at once, and taken back if the server refuses.
  const [wanted, setWanted] = useState(file.listed);
  const listed = busy ? wanted : file.listed;
  const path = `/s/${encodeURIComponent(link.handle ?? "")}`;

  function list(wish: boolean) {
    setWanted(wish);
    const body = { listed: wish };
    void run(
      async () => onChange(await requestJson<OwnFile>(`/api/files/${file.id}`, { method: "PATCH", body })),
      t("onPageSaved"),
    );
  }

  return (
    <div className="space-y-2">
      <Tick checked={listed} onChange={list}>
        {t("onPage")}
      </Tick>
      <p className="text-sm text-ink-soft">
        {t.rich("myPage", { link: (words) => <a href={path}>{words}</a>, path: <bdi>{`/s/${link.handle}`}</bdi> })}
      </p>
      <WorkEnd {...{ error, done }} />
    </div>
  );
}
