"use client";

import { useState } from "react";
import { useWords } from "#i18n";
import { requestJson, wordsFor } from "@/components/http/request";
import { Button } from "@/components/ui/button";
import type { Showing } from "@/lib/previews/showing/schema";
import type { OwnFile } from "@/lib/products/files/schema";
import { contentKind } from "./content-kind";
import { peopleSee } from "./people-see";
import { ShowingChoice } from "./showing-choice";

type Props = { file: OwnFile; onChange(file: OwnFile): void };

/** Changes what a file on sale shows. Nothing changes before it is saved: what was shown is gone at once then. */
export function ShowingForm({ file, onChange }: Props) {
  const t = useWords("chosen");
  const errors = useWords("errors");
  const [changes, setChanges] = useState<Partial<Showing>>({});
  const [state, setState] = useState<{ busy?: boolean; said?: string; wrong?: string }>({});
  const kind = contentKind(file.mediaType);
  const showing = { ...file.showing, ...changes };
  const isChanged = Object.entries(changes).some(([key, value]) => file.showing[key as keyof Showing] !== value);

  async function save() {
    setState({ busy: true });
    try {
      onChange(await requestJson<OwnFile>(`/api/files/${file.id}`, { method: "PATCH", body: { showing: changes } }));
      setChanges({});
      setState({ said: t("showingSaved") });
    } catch (error) {
      setState({ wrong: wordsFor(error, errors) });
    }
  }

  return (
    <div className="space-y-3 text-sm">
      <ShowingChoice
        kind={kind}
        showing={showing}
        onChange={(part) => {
          setState({});
          setChanges({ ...changes, ...part });
        }}
      />
      <p className="text-ink-soft">{peopleSee(kind, showing, t)}</p>
      {isChanged && (
        <Button size="sm" busy={state.busy ?? false} onClick={() => void save()}>
          {t("saveShowing")}
        </Button>
      )}
      <p role="status" className="text-ink-soft empty:hidden">
        {state.said}
      </p>
      {state.wrong && (
        <p role="alert" className="text-bad-ink">
          {state.wrong}
        </p>
      )}
    </div>
  );
}
