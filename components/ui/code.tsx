import { shorten } from "./format";

/** An address, hash or transaction in short form; the whole of it shows on hover and is what screen readers get. */
export function ShortCode({ code, start, end }: { code: string; start?: number; end?: number }) {
  return (
    <bdi translate="no" className="font-mono text-[0.92em] whitespace-nowrap" title={code}>
      {shorten(code, start, end)}
    </bdi>
  );
}
