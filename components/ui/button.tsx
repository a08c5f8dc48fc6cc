import type { AnchorHTMLAttributes, ComponentProps } from "react";
import { classNames } from "./class-names";
import { Spinner } from "./spinner";

type Look = "primary" | "secondary" | "quiet" | "danger" | "quiet-danger";
type Size = "md" | "lg" | "sm";

const looks: Record<Look, string> = {
  primary: "border-transparent bg-accent text-on-accent hover:bg-accent-hover",
  secondary: "border-line-strong bg-surface text-ink hover:bg-sunken",
  quiet: "border-transparent text-accent-ink hover:bg-accent-soft",
  danger: "border-transparent bg-bad text-on-bad hover:opacity-90",
  "quiet-danger": "border-transparent text-bad-ink hover:bg-bad-soft",
};

// 44 px for touch; `sm` grows on coarse pointers.
const sizes: Record<Size, string> = {
  lg: "min-h-13 px-5 py-2.5 text-lg leading-tight",
  md: "min-h-11 px-4 py-2 leading-tight",
  sm: "min-h-9 px-3 py-1.5 text-sm leading-tight pointer-coarse:min-h-11 pointer-coarse:min-w-11",
};

export type ButtonStyle = { look?: Look; size?: Size; wide?: boolean };

/** The classes of a button, for links that look like one. */
export function buttonClasses({ look = "primary", size = "md", wide = false }: ButtonStyle = {}): string {
  return classNames(
    // Forced colours draw the transparent border.
    "inline-flex items-center justify-center gap-2 rounded-md border font-semibold text-center no-underline cursor-pointer",
    "transition-colors disabled:cursor-not-allowed disabled:opacity-60 aria-disabled:cursor-not-allowed",
    looks[look],
    sizes[size],
    wide && "w-full",
  );
}

export type ButtonProps = ComponentProps<"button"> & ButtonStyle & { busy?: boolean };

/**
 * A button. While `busy` it shows progress and ignores clicks, but keeps the focus (a disabled button would lose it,
 * and with it the place of keyboard and screen-reader users).
 */
export function Button({ look, size, wide, busy = false, className, children, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={classNames(buttonClasses({ look, size, wide }), className)}
    >
      {busy && <Spinner />}
      {children}
    </button>
  );
}

type ButtonLinkProps = AnchorHTMLAttributes<HTMLAnchorElement> & ButtonStyle;

/** A plain link that looks like a button. Never a prefetching one: a prefetch must not pull bytes. */
export function ButtonLink({ look, size, wide, className, children, ...rest }: ButtonLinkProps) {
  return (
    <a {...rest} className={classNames(buttonClasses({ look, size, wide }), className)}>
      {children}
    </a>
  );
}
