import type { GetICUArgs } from "@schummar/icu-type-parser";
import { createElement, Fragment, type ReactNode } from "react";
import type { Locale } from "./locales";
import { fillMessage, type Values } from "./message";
import type { Messages } from "./messages/en";

export type Namespace = keyof Messages;
export type Key<N extends Namespace> = keyof Messages[N] & string;

/** The same keys in another language. */
export type SameKeys<M> = { readonly [K in keyof M]: string };

/** Messages of some namespaces in one language. */
export type MessageSet = { readonly [N in Namespace]?: SameKeys<Messages[N]> };

type Tags<M extends string> = M extends `${infer Before}<${infer Tag}>${infer Inside}</${string}>${infer After}`
  ? Tag extends `${string} ${string}`
    ? unknown
    : Record<Tag, "tag"> & Tags<`${Before}${Inside}${After}`>
  : unknown;

type Arguments<M extends string, Value, Wrap> = GetICUArgs<M, { ICUArgument: Value; ICUNumberArgument: number }> & {
  [T in keyof Tags<M>]: Wrap;
};

/** The arguments of a message: none, or all of its values. */
type Given<M, Value, Wrap> = M extends string
  ? keyof Arguments<M, Value, Wrap> extends never
    ? []
    : [values: Arguments<M, Value, Wrap>]
  : never;

/** The messages of one namespace in the reader's language. */
export type Words<N extends Namespace> = {
  /** A message as text. */
  <K extends Key<N>>(key: K, ...given: Given<Messages[N][K], string | number | bigint, never>): string;
  /** A message in which values may be elements, and tags wrap words: `{ link: (words) => <a href="/">{words}</a> }`. */
  rich<K extends Key<N>>(
    key: K,
    ...given: Given<Messages[N][K], ReactNode | bigint, (words: ReactNode) => ReactNode>
  ): ReactNode;
  /** True for a key of this namespace, for texts that come from elsewhere, such as codes. */
  has(key: string): key is Key<N>;
  locale: Locale;
};

/** Binds the messages of one namespace. Throws if the page does not provide them: see "How to add texts" in CONTRIBUTING. */
export function bindWords<N extends Namespace>(locale: Locale, set: MessageSet, namespace: N): Words<N> {
  const messages = set[namespace] as Record<string, string> | undefined;
  if (!messages) throw new Error(`This page did not bring the words of "${namespace}" along.`);
  const t = (key: string, values?: Values) => fillMessage(messages[key] ?? key, locale, values).join("");
  const rich = (key: string, values?: Values) =>
    createElement(Fragment, null, ...(fillMessage(messages[key] ?? key, locale, withFragments(values)) as ReactNode[]));
  const has = (key: string): key is Key<N> => Object.hasOwn(messages, key);
  return Object.assign(t, { rich, has, locale }) as Words<N>;
}

/** Wrappers get their words as one node, so that no keys are needed. */
function withFragments(values: Values = {}): Values {
  const one = (wrap: (words: ReactNode) => ReactNode) => (words: ReactNode[]) =>
    wrap(createElement(Fragment, null, ...words));
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === "function" ? one(value as (words: ReactNode) => ReactNode) : value,
    ]),
  );
}
