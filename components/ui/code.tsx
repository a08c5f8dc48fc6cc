import { shorten } from "./format";

/** An address, hash or transaction in short form; the whole of it shows on hover and is what screen readers get. */
export function ShortCode({ code, start, end }: { code: string; start?: number; end?: number }) {
  return (
    <bdi translate="no" className="font-mono text-[0.92em] whitespace-nowrap" title={code}>
      {shorten(code, start, end)}
    </bdi>
  );
}

/** A code shown whole, selected by one click. Needs no script: see `Copyable` for one with a button. */
export function WholeCode({ code }: { code: string }) {
  return (
    <bdi
      translate="no"
      className="block rounded-sm bg-sunken px-2.5 py-2 font-mono text-xs break-all whitespace-pre-wrap select-all"
    >
      {code}
    </bdi>
  );
}
