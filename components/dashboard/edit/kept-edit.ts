import type { SafeStorage } from "@/components/ui/safe-storage";
import { type Edit, names } from "./fields";

/** What was typed about a file and is not saved, in this tab: it survives a reload and the end of the session. */

const keyOf = (fileId: string) => `filekiosk.edit.${fileId}`;

export function loadEdit(store: Pick<SafeStorage, "getItem">, fileId: string): Edit | null {
  try {
    const kept = JSON.parse(store.getItem(keyOf(fileId)) ?? "null") as Edit | null;
    const isWhole = kept !== null && [kept.base, kept.fields].every((one) => names.every((name) => name in one));
    return isWhole ? kept : null;
  } catch {
    // Of another release.
    return null;
  }
}

export function keepEdit(store: Pick<SafeStorage, "setItem" | "removeItem">, fileId: string, edit: Edit | null): void {
  if (edit) store.setItem(keyOf(fileId), JSON.stringify(edit));
  else store.removeItem(keyOf(fileId));
}
