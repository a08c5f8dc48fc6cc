import { type ReactNode, useId, useState } from "react";
import { useWords } from "#i18n";
import { useFieldErrors } from "@/components/http/field-words";
import { Field, TextArea } from "@/components/ui/field";
import {
  ANONYMOUS_REASON,
  CONTACT_MAX,
  EMAIL_MAX,
  EXPLANATION_MAX,
  LOCATION_MAX,
  REPORT_REASONS,
  REPORTER_NAME_MAX,
  WORK_MAX,
} from "@/lib/reports/limits";

type Props = {
  fileUrl: string;
  /** What the server refused; null if nothing. */
  error: unknown;
};

/** The fields of DSA art. 16(2). */
export function NoticeFields({ fileUrl, error }: Props) {
  const t = useWords("reports");
  const refused = useFieldErrors(error);
  const [reason, setReason] = useState("");
  const id = useId();
  const anonymous = reason === ANONYMOUS_REASON;
  return (
    <>
      <div className="space-y-1.5">
        <label htmlFor={id} className="block text-sm font-semibold">
          {t("reason")}
        </label>
        <select
          id={id}
          name="reason"
          required
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          className="block min-h-11 w-full rounded-md border border-line-strong bg-surface px-3 py-2 text-base text-ink"
        >
          <option value="">{t("chooseReason")}</option>
          {REPORT_REASONS.map((one) => (
            <option key={one} value={one}>
              {t(`reason_${one}`)}
            </option>
          ))}
        </select>
      </div>
      <TextArea
        label={t("explanation")}
        hint={t("explanationHint")}
        error={refused("explanation")}
        name="explanation"
        required
        maxLength={EXPLANATION_MAX}
        rows={6}
        dir="auto"
      />
      <Location fileUrl={fileUrl} error={error} />
      {anonymous && <p className="text-sm text-ink-soft">{t("anonymous")}</p>}
      <Person error={error} optional={anonymous} />
      <Confirm name="goodFaith">{t("goodFaith")}</Confirm>
    </>
  );
}

/** The fields of 17 USC 512(c)(3)(A). */
export function CopyrightFields({ fileUrl, error }: Props) {
  const t = useWords("reports");
  const refused = useFieldErrors(error);
  const line = { required: true, maxLength: REPORTER_NAME_MAX, dir: "auto" } as const;
  return (
    <>
      <TextArea
        label={t("work")}
        hint={t("workHint")}
        error={refused("work")}
        name="work"
        required
        maxLength={WORK_MAX}
        dir="auto"
      />
      <Field label={t("owner")} error={refused("owner")} name="owner" {...line} />
      <TextArea
        label={t("copyExplanation")}
        error={refused("explanation")}
        name="explanation"
        required
        maxLength={EXPLANATION_MAX}
        rows={4}
        dir="auto"
      />
      <Location fileUrl={fileUrl} error={error} />
      <Person error={error} optional={false} />
      <TextArea
        label={t("contact")}
        error={refused("contact")}
        name="contact"
        required
        maxLength={CONTACT_MAX}
        rows={2}
        dir="auto"
      />
      <Confirm name="goodFaith">{t("copyGoodFaith")}</Confirm>
      <Confirm name="authorised">{t("authorised")}</Confirm>
      <Field label={t("signature")} error={refused("signature")} name="signature" {...line} />
    </>
  );
}

function Location({ fileUrl, error }: Props) {
  const t = useWords("reports");
  return (
    <TextArea
      label={t("location")}
      hint={t("locationHint")}
      error={useFieldErrors(error)("location")}
      name="location"
      defaultValue={fileUrl}
      maxLength={LOCATION_MAX}
      rows={2}
      dir="ltr"
    />
  );
}

function Person({ error, optional }: { error: unknown; optional: boolean }) {
  const t = useWords("reports");
  const refused = useFieldErrors(error);
  return (
    <>
      <Field
        label={t("name")}
        error={refused("name")}
        name="name"
        required={!optional}
        optional={optional}
        maxLength={REPORTER_NAME_MAX}
        autoComplete="name"
        dir="auto"
      />
      <Field
        label={t("email")}
        hint={t("emailHint")}
        error={refused("email")}
        name="email"
        type="email"
        required={!optional}
        optional={optional}
        maxLength={EMAIL_MAX}
        autoComplete="email"
        dir="ltr"
      />
    </>
  );
}

function Confirm({ name, children }: { name: string; children: ReactNode }) {
  return (
    <label className="flex min-h-11 items-start gap-3 text-sm">
      <input type="checkbox" name={name} required className="mt-1 shrink-0" />
      <span>{children}</span>
    </label>
  );
}
