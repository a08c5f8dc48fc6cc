import { useWords } from "#i18n";
import { Details } from "@/components/ui/details";
import { Tick } from "@/components/ui/tick";
import { defaultShowing, type Showing } from "@/lib/previews/showing/schema";
import { localKind } from "./content-kind";
import { CoversChoice } from "./covers-choice";
import { peopleSee } from "./people-see";
import { ShowingChoice } from "./showing-choice";

/** What a seller has chosen before the file is there; what is left out is as by default. */
export type Chosen = {
  showing?: Partial<Showing>;
  /** This browser sends no poster and no wave form. */
  notFromBrowser?: boolean;
};

type Props = {
  file: { name: string; type: string };
  title: string;
  chosen: Chosen;
  covers: readonly File[];
  onChange(chosen: Chosen): void;
  onCovers(covers: File[]): void;
};

/** What people see of a file before they pay: a default in one line, and the choices on demand. */
export function ShowingFold({ file, title, chosen, covers, onChange, onCovers }: Props) {
  const t = useWords("chosen");
  const previews = useWords("previews");
  const kind = localKind(file);
  const showing = { ...defaultShowing, ...chosen.showing };
  const decodes = kind === "film" ? "posterFromHere" : kind === "sound" ? "waveFromHere" : null;
  return (
    <div>
      <Details summary={previews("whatPeopleSee")}>
        <ShowingChoice
          kind={kind}
          showing={showing}
          onChange={(part) => onChange({ showing: { ...chosen.showing, ...part } })}
        />
        {decodes && (
          <Tick checked={!chosen.notFromBrowser} onChange={(isWanted) => onChange({ notFromBrowser: !isWanted })}>
            {t(decodes)}
          </Tick>
        )}
        <CoversChoice title={title} pictures={covers} onChange={onCovers} />
      </Details>
      <p className="text-sm text-ink-soft">{peopleSee(kind, showing, t)}</p>
    </div>
  );
}
