import { useWords } from "#i18n";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import type { FileState } from "@/lib/products/files/schema";

const tones: Record<FileState, BadgeTone> = {
  "on-sale": "good",
  paused: "plain",
  ended: "plain",
  suspended: "warn",
  withheld: "bad",
  removed: "plain",
};

/** The state of a file's sale. */
export function StateBadge({ state }: { state: FileState }) {
  const t = useWords("operator");
  return <Badge tone={tones[state]}>{t(`state_${state}`)}</Badge>;
}
