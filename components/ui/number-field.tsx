import { type ComponentProps, useId } from "react";
import { useWords } from "#i18n";
import type { Read } from "@/lib/read-number";
import { Button } from "./button";
import { Field } from "./field";
import { decimalText } from "./format";

type Props = Omit<ComponentProps<typeof Field>, "onChange" | "type"> & {
  value: string;
  /** What the text was read as. */
  reading: Read<unknown>;
  onText: (text: string) => void;
};

/** A number as typed. Where it could mean two, asks which: each reading is a button that writes it clearly. */
export function NumberField({ reading, error, onText, ...field }: Props) {
  const t = useWords("numbers");
  const id = useId();
  const unclear = reading.kind === "unclear" ? reading.readings.map((one) => decimalText(one, t.locale)) : null;
  const [whole = "", fraction = ""] = unclear ?? [];

  function choose(text: string) {
    onText(text);
    // The button is about to go: the person stays where they typed.
    document.getElementById(id)?.focus();
  }

  return (
    <Field
      autoComplete="off"
      {...field}
      id={id}
      error={unclear ? t("which", { whole, fraction }) : error}
      answers={unclear && <Answers of={unclear} onChoose={choose} />}
      onChange={(event) => onText(event.target.value)}
    />
  );
}

function Answers({ of, onChoose }: { of: string[]; onChoose: (text: string) => void }) {
  return (
    <div className="flex flex-wrap gap-2">
      {of.map((text) => (
        <Button key={text} size="sm" look="secondary" onClick={() => onChoose(text)}>
          <bdi>{text}</bdi>
        </Button>
      ))}
    </div>
  );
}
