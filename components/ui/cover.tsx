import { classNames } from "./class-names";

type Props = {
  /** Of a file, with its size in pixels; `blurred` ones are blurred by this page as well. */
  preview: { kind: string; url: string; width: number; height: number };
  className?: string;
  /** Loaded only once it is near the screen. */
  lazy?: boolean;
};

/** A small picture beside a title, which says what it is. */
export function Cover({ preview: { kind, url, width, height }, className = "size-16", lazy = false }: Props) {
  const { pathname, search } = new URL(url);
  return (
    <span className={classNames("block shrink-0 overflow-hidden rounded-md border border-line bg-sunken", className)}>
      {/* biome-ignore lint/performance/noImgElement: it has its size and weight already, and Next would only stand between */}
      <img
        src={pathname + search}
        alt=""
        width={width}
        height={height}
        loading={lazy ? "lazy" : undefined}
        decoding="async"
        className={classNames("size-full object-cover", kind === "blurred" && "scale-110 blur-xs")}
      />
    </span>
  );
}
