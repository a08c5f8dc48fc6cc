import { useEffect, useMemo, useState } from "react";
import { useLocale } from "#i18n";
import { safeStorage } from "@/components/ui/safe-storage";
import type { OwnFile } from "@/lib/products/files/schema";
import { conflicts, type Edit, type Fields, fieldsOf, follow, type Name, savedOf, settle, touched } from "./fields";
import { keepEdit, loadEdit } from "./kept-edit";

/** What is typed about a file, against what is saved of it. Nothing that was typed is lost before it is saved or discarded. */
export function useEdit(file: OwnFile) {
  const locale = useLocale();
  const shown = useMemo(() => ({ locale }), [locale]);
  const store = safeStorage("sessionStorage");
  const saved = savedOf(file);
  const fresh = (): Edit => ({ base: saved, fields: fieldsOf(saved, shown) });
  const [kept] = useState(() => loadEdit(store, file.id));
  const [typed, setTyped] = useState<Edit>(() => kept ?? fresh());
  const edit = follow(typed, saved, shown);
  const changed = touched(edit.fields, edit.base, shown);
  const isChanged = changed.length > 0;

  const text = JSON.stringify(edit);
  useEffect(() => {
    keepEdit(store, file.id, isChanged ? (JSON.parse(text) as Edit) : null);
  }, [store, file.id, isChanged, text]);

  return {
    ...edit,
    shown,
    saved,
    changed,
    /** Something was typed before the page was loaded. */
    isRestored: kept !== null,
    conflicts: conflicts(edit, saved, shown),
    set: (part: Partial<Fields>) => setTyped({ ...edit, fields: { ...edit.fields, ...part } }),
    settle: (name: Name, keep: "typed" | "saved") => setTyped(settle(edit, name, saved, keep, shown)),
    discard: () => setTyped(fresh()),
    /** What was sent is saved; what was typed since then is not. */
    savedNow(next: OwnFile, sent: Fields) {
      const now = savedOf(next);
      setTyped((latest) => {
        const since = (Object.keys(sent) as Name[]).filter((name) => latest.fields[name] !== sent[name]);
        const shownNow = fieldsOf(now, shown);
        const fields = { ...shownNow, ...Object.fromEntries(since.map((name) => [name, latest.fields[name]])) };
        return { base: now, fields };
      });
    },
  };
}

export type Editing = ReturnType<typeof useEdit>;
