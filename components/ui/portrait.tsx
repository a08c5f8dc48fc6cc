import { UserRound } from "lucide-react";

type Props = {
  name: string | null;
  /** The path or URL of the picture. */
  picture: string | null | undefined;
  /** Pixels. */
  size?: 44 | 96;
};

/** Who somebody is: a picture, else the first letter of the name, else a sign. The name beside it is what is read. */
export function Portrait({ name, picture, size = 44 }: Props) {
  const place = `${size === 44 ? "size-11 text-lg" : "size-24 text-4xl"} shrink-0 rounded-full`;
  if (picture) {
    return (
      // biome-ignore lint/performance/noImgElement: it has its size and weight already, and Next would only stand between
      <img src={picture} alt="" width={size} height={size} decoding="async" className={`${place} object-cover`} />
    );
  }
  const [initial] = name ? [...new Intl.Segmenter().segment(name)] : [];
  return (
    <span
      aria-hidden="true"
      className={`${place} grid place-items-center border border-transparent bg-accent-soft font-display font-semibold text-accent-ink`}
    >
      {initial ? initial.segment.toLocaleUpperCase() : <UserRound className="size-5" />}
    </span>
  );
}
