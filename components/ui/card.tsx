import type { HTMLAttributes } from "react";
import { classNames } from "./class-names";

/** A sheet of paper: one subject. */
export function Card({ className, ...rest }: HTMLAttributes<HTMLElement>) {
  return (
    <section
      {...rest}
      className={classNames("rounded-lg border border-line bg-surface p-5 shadow-lift sm:p-7", className)}
    />
  );
}
