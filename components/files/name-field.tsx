import { type FormEvent, useState } from "react";
import { useWords } from "#i18n";
import { useFieldErrors } from "@/components/http/field-words";
import { requestJson, wordsFor } from "@/components/http/request";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { NAME_MAX } from "@/lib/sellers/limits";
import type { Profile } from "@/lib/sellers/schema";

/** Asks a seller without a name for one, once: otherwise buyers read a wallet's address. Its words are in `sell` and `fields`. */
export function NameField({ onSaved }: { onSaved: (name: string | null) => void }) {
  const t = useWords("sell");
  const errors = useWords("errors");
  const [name, setName] = useState("");
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null });
  const refused = useFieldErrors(state.error)("name");

  async function save(event: FormEvent) {
    event.preventDefault();
    if (!name.trim()) return;
    setState({ busy: true, error: null });
    try {
      const saved = await requestJson<Profile>("/api/profile", { method: "PATCH", body: { name } });
      onSaved(saved.name);
    } catch (error) {
      setState({ busy: false, error });
    }
  }

  return (
    <form noValidate onSubmit={save} className="space-y-3">
      <Field
        label={t("yourName")}
        hint={t("yourNameHint")}
        autoComplete="organization"
        maxLength={NAME_MAX}
        value={name}
        error={refused}
        onChange={(event) => setName(event.target.value)}
      />
      {state.error !== null && !refused && <Notice role="alert" tone="bad" title={wordsFor(state.error, errors)} />}
      <Button type="submit" look="secondary" size="sm" busy={state.busy}>
        {t("saveName")}
      </Button>
    </form>
  );
}
