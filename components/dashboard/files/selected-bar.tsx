import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useWords } from "#i18n";
import { changesWithSales } from "@/components/dashboard/queries";
import { requestJson, wordsFor } from "@/components/http/request";
import { Button } from "@/components/ui/button";
import { endOfDay } from "@/components/ui/days";
import { Field } from "@/components/ui/field";
import type { OwnFile, UpdateFile } from "@/lib/products/files/schema";
import type { Selection } from "./use-selection";

/** What happened to the selected files: how many could not be changed, and why the first one could not. */
type Outcome = { count: number; failed: string[]; error: unknown };

/** Changes all selected files, one after the other: pauses or resumes them, or sets the end of their sale. */
export function SelectedBar({ selection }: { selection: Selection }) {
  const t = useWords("desk");
  const sellers = useWords("sellers");
  const errors = useWords("errors");
  const client = useQueryClient();
  const [day, setDay] = useState("");
  const { selected } = selection;
  const change = useMutation({
    async mutationFn(changes: UpdateFile): Promise<Outcome> {
      const outcome: Outcome = { count: selected.length, failed: [], error: null };
      for (const id of selected) {
        try {
          await requestJson<OwnFile>(`/api/files/${id}`, { method: "PATCH", body: changes });
        } catch (error) {
          outcome.error ??= error;
          outcome.failed.push(id);
        }
      }
      return outcome;
    },
    onSuccess({ failed }) {
      // Those that are left can be tried again.
      selection.set(failed);
      return client.invalidateQueries(changesWithSales);
    },
  });
  const { data: done } = change;
  const until = endOfDay(day);
  const said = change.isPending
    ? t("changing")
    : done && (done.failed.length === 0 ? t("changedFiles", { count: done.count }) : null);
  return (
    <div className="bottom-2 z-10 space-y-2 empty:hidden sm:sticky">
      {selected.length > 0 && (
        <section
          aria-label={t("selected", { count: selected.length })}
          className="flex flex-wrap items-end gap-2 rounded-lg border border-line-strong bg-surface p-3 shadow-lift"
        >
          <p className="w-full text-sm font-semibold sm:w-auto sm:self-center">
            {t("selected", { count: selected.length })}
          </p>
          <Button look="secondary" size="sm" busy={change.isPending} onClick={() => change.mutate({ paused: true })}>
            {sellers("pauseSale")}
          </Button>
          <Button look="secondary" size="sm" busy={change.isPending} onClick={() => change.mutate({ paused: false })}>
            {sellers("resumeSale")}
          </Button>
          <form
            className="flex items-end gap-2"
            onSubmit={(event) => {
              event.preventDefault();
              if (until && !change.isPending) change.mutate({ onSaleUntil: until.toISOString() });
            }}
          >
            <Field
              label={sellers("onSaleUntil")}
              type="date"
              required
              value={day}
              onChange={(event) => setDay(event.target.value)}
            />
            <Button type="submit" look="secondary" size="sm" busy={change.isPending}>
              {t("setDate")}
            </Button>
          </form>
          <Button look="quiet" size="sm" onClick={() => selection.set([])}>
            {t("selectNone")}
          </Button>
        </section>
      )}
      <p role="status" className="text-sm text-ink-soft empty:hidden">
        {said}
      </p>
      {done && done.failed.length > 0 && !change.isPending && (
        <p role="alert" className="rounded-md border border-line bg-surface p-2 text-sm text-bad-ink">
          {t("notChanged", { count: done.failed.length })} {wordsFor(done.error, errors)}
        </p>
      )}
    </div>
  );
}
