import { useId } from "react";
import { useWords } from "#i18n";
import { Field } from "@/components/ui/field";
import { Tick } from "@/components/ui/tick";
import { defaultShowing, PICTURE_SHOWN, type Showing } from "@/lib/previews/showing/schema";
import type { ContentKind } from "./content-kind";

type Props = { kind: ContentKind; showing: Showing; onChange(part: Partial<Showing>): void };

/** What a file shows before it is paid for: the choices that there are for its kind. */
export function ShowingChoice({ kind, showing, onChange }: Props) {
  const t = useWords("chosen");
  const hasPicture = showing.picture !== "none";
  const setPicture = (isShown: boolean) => onChange({ picture: isShown ? defaultShowing.picture : "none" });
  const contents = (
    <Tick checked={showing.contents} onChange={(isShown) => onChange({ contents: isShown })}>
      {t(kind === "book" ? "showContents" : "showListing")}
    </Tick>
  );
  switch (kind) {
    case "picture":
      return <PictureChoice {...{ showing, onChange }} />;
    case "pdf":
      return (
        <>
          <Tick checked={hasPicture} onChange={setPicture}>
            {t("showPage")}
          </Tick>
          {hasPicture && (
            <WholeField label={t("page")} value={showing.page} min={1} onWhole={(page) => onChange({ page })} />
          )}
        </>
      );
    case "book":
      return (
        <>
          <Tick checked={hasPicture} onChange={setPicture}>
            {t("showBookCover")}
          </Tick>
          {contents}
        </>
      );
    case "sound":
      return <SampleChoice label={t("showSample")} {...{ showing, onChange }} />;
    case "film":
      return (
        <>
          <Tick checked={hasPicture} onChange={setPicture}>
            {t("showPoster")}
          </Tick>
          <SampleChoice label={t("showClip")} {...{ showing, onChange }} />
        </>
      );
    case "archive":
      return contents;
    case "text":
      return (
        <Tick checked={showing.text} onChange={(text) => onChange({ text })}>
          {t("showLines")}
        </Tick>
      );
    case "other":
      return <p className="text-sm text-ink-soft">{t("onlyFacts")}</p>;
  }
}

function PictureChoice({ showing, onChange }: Omit<Props, "kind">) {
  const t = useWords("chosen");
  const name = useId();
  return (
    <fieldset className="space-y-2">
      <legend className="mb-1 text-sm font-semibold">{t("pictureLegend")}</legend>
      {PICTURE_SHOWN.map((picture) => (
        <label key={picture} className="flex min-h-9 items-center gap-3 text-sm pointer-coarse:min-h-11">
          <input
            type="radio"
            name={name}
            className="size-4 shrink-0 accent-accent"
            checked={showing.picture === picture}
            onChange={() => onChange({ picture })}
          />
          {t(`as_${picture}`)}
        </label>
      ))}
    </fieldset>
  );
}

function SampleChoice({ label, showing, onChange }: Omit<Props, "kind"> & { label: string }) {
  const t = useWords("chosen");
  return (
    <>
      <Tick checked={showing.sample} onChange={(sample) => onChange({ sample })}>
        {label}
      </Tick>
      {showing.sample && (
        <WholeField
          label={t("sampleFrom")}
          hint={t("sampleFromHint")}
          value={showing.sampleFrom}
          min={0}
          onEmpty={() => onChange({ sampleFrom: null })}
          onWhole={(sampleFrom) => onChange({ sampleFrom })}
        />
      )}
    </>
  );
}

/** The most that the server takes: pages, and seconds. */
const MOST = 1_000_000;

type WholeProps = {
  label: string;
  hint?: string;
  value: number | null;
  min: number;
  onWhole(value: number): void;
  onEmpty?: () => void;
};

/** A whole number; what is none changes nothing. */
function WholeField({ label, hint, value, min, onWhole, onEmpty }: WholeProps) {
  return (
    <Field
      type="number"
      inputMode="numeric"
      label={label}
      hint={hint}
      min={min}
      max={MOST}
      step={1}
      className="max-w-32"
      defaultValue={value ?? ""}
      onChange={({ target }) => {
        const number = Number(target.value);
        if (target.value === "") onEmpty?.();
        else if (Number.isInteger(number) && number >= min && number <= MOST) onWhole(number);
      }}
    />
  );
}
