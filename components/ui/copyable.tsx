import { classNames } from "./class-names";
import { CopyButton } from "./copy-button";

type Props = {
  text: string;
  /** What it is, for the copy button: "Copy address". */
  copyLabel: string;
  className?: string;
};

/** A code shown whole (address, hash, link, command), selectable at one click, with a button that copies it. */
export function Copyable({ text, copyLabel, className }: Props) {
  return (
    <span className={classNames("flex items-center gap-2", className)}>
      <bdi
        translate="no"
        className="min-w-0 flex-1 rounded-sm bg-sunken px-2.5 py-2 font-mono text-xs break-all text-ink select-all in-data-notice:bg-surface"
      >
        {text}
      </bdi>
      <span className="print:hidden">
        <CopyButton text={text} label={copyLabel} iconOnly look="quiet" />
      </span>
    </span>
  );
}
