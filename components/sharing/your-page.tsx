import { type FormEvent, useEffect, useEffectEvent, useState } from "react";
import { useWords } from "#i18n";
import { useFieldErrors } from "@/components/http/field-words";
import { Button } from "@/components/ui/button";
import { Field, TextArea } from "@/components/ui/field";
import { HANDLE_MAX } from "@/lib/links/limits";
import { HOMEPAGE_MAX, WORDS_MAX } from "@/lib/sellers/limits";
import type { Profile } from "@/lib/sellers/schema";
import { DomainField } from "./domain-field";
import { PictureField } from "./picture-field";
import { readHandle, saveHandle, saveProfile } from "./send";
import { useWork } from "./use-work";
import { WorkEnd } from "./work-end";

export type YourPageProps = { profile: Profile; onChange: (profile: Profile) => void };

/** What sellers say of themselves: the page's name, picture, words, website and a proven domain. */
export function YourPage({ profile, onChange }: YourPageProps) {
  const t = useWords("links");
  return (
    <div className="space-y-6">
      <div className="space-y-1">
        <h3 className="text-base">{t("yourPage")}</h3>
        <p className="text-sm text-ink-soft">{t("yourPageWhy")}</p>
      </div>
      <HandleForm {...{ profile, onChange }} />
      <PictureField name={profile.name} picture={profile.picture} onChange={onChange} />
      <WordsForm {...{ profile, onChange }} />
      <DomainField />
    </div>
  );
}

function HandleForm({ profile, onChange }: YourPageProps) {
  const t = useWords("links");
  const [handle, setHandle] = useState(profile.handle ?? "");
  const { busy, error, done, run, reset } = useWork();
  const wrong = useFieldErrors(error)("handle");
  const offer = useEffectEvent(async () => {
    const { offer } = await readHandle();
    if (offer !== null) setHandle((typed) => typed || offer);
  });
  useEffect(() => {
    // Without an offer the field is empty.
    void offer().catch(() => {});
  }, []);

  function save(event: FormEvent) {
    event.preventDefault();
    void run(async () => {
      const saved = await saveHandle(handle);
      setHandle(saved.handle ?? "");
      onChange({ ...profile, handle: saved.handle, page: saved.url });
    }, t("saved"));
  }

  return (
    <form noValidate onSubmit={save} className="space-y-3">
      <Field
        label={t("pageHandle")}
        hint={t("handleHint")}
        dir="auto"
        maxLength={HANDLE_MAX}
        spellCheck={false}
        autoCapitalize="none"
        value={handle}
        error={wrong}
        onChange={(event) => {
          reset();
          setHandle(event.target.value);
        }}
      />
      {profile.page !== null && (
        <p className="text-sm wrap-anywhere">
          {t.rich("myPage", {
            link: (words) => <a href={`/s/${encodeURIComponent(profile.handle ?? "")}`}>{words}</a>,
            path: <bdi>{`/s/${profile.handle}`}</bdi>,
          })}
        </p>
      )}
      <WorkEnd {...{ error, done }} isPlaced={wrong !== undefined} />
      <Button type="submit" look="secondary" size="sm" busy={busy}>
        {t("savePage")}
      </Button>
    </form>
  );
}

function WordsForm({ profile, onChange }: YourPageProps) {
  const t = useWords("links");
  const [words, setWords] = useState(profile.words ?? "");
  const [homepage, setHomepage] = useState(profile.homepage ?? "");
  const { busy, error, done, run, reset } = useWork();
  const refused = useFieldErrors(error);

  function save(event: FormEvent) {
    event.preventDefault();
    void run(async () => onChange(await saveProfile({ words, homepage })), t("pageSaved"));
  }

  return (
    <form noValidate onSubmit={save} className="space-y-3">
      <TextArea
        label={t("words")}
        hint={t("wordsHint")}
        optional
        dir="auto"
        rows={5}
        maxLength={WORDS_MAX}
        value={words}
        error={refused("words")}
        onChange={(event) => {
          reset();
          setWords(event.target.value);
        }}
      />
      <Field
        label={t("homepage")}
        hint={t("homepageHint")}
        optional
        dir="ltr"
        inputMode="url"
        maxLength={HOMEPAGE_MAX}
        value={homepage}
        error={refused("homepage")}
        onChange={(event) => {
          reset();
          setHomepage(event.target.value);
        }}
      />
      <WorkEnd {...{ error, done }} isPlaced={Boolean(refused("words") ?? refused("homepage"))} />
      <Button type="submit" look="secondary" size="sm" busy={busy}>
        {t("pageSave")}
      </Button>
    </form>
  );
}
