import { readdirSync, readFileSync } from "node:fs";
import IntlMessageFormat from "intl-messageformat";
import { describe, expect, it, test } from "vitest";
import { errorTable } from "@/lib/errors";
import { allMessages } from "@/lib/i18n/all-messages";
import { locales } from "@/lib/i18n/locales";
import { fillMessage } from "@/lib/i18n/message";

/** Guarantees of the messages in every language. A missing key already fails `tsc`. */

type Table = Record<string, Record<string, string>>;
const languages = Object.keys(locales) as (keyof typeof locales)[];
const english = allMessages.en as Table;
const everyMessage = languages.flatMap((locale) =>
  Object.entries(allMessages[locale] as Table).flatMap(([namespace, messages]) =>
    Object.entries(messages).map(([key, message]) => ({ locale, namespace, key, message })),
  ),
);

type Ast = ReturnType<IntlMessageFormat["getAst"]>;
type Shape = { name: string; kind: "value" | "count" | "tag" };

/** What a message asks for. Throws on anything of ICU that pages do not read: see lib/i18n/message.ts. */
function shapeOf(ast: Ast): Shape[] {
  return ast.flatMap((element): Shape[] => {
    switch (element.type) {
      case 0:
      case 7:
        return [];
      case 1:
        return [{ name: element.value, kind: "value" }];
      case 6: {
        if (element.offset) throw new Error("offset is not read");
        const inside = Object.values(element.options).flatMap(({ value }) => shapeOf(value));
        return [{ name: element.value, kind: "count" }, ...inside];
      }
      case 8:
        return [{ name: element.value, kind: "tag" }, ...shapeOf(element.children)];
      default:
        throw new Error(`${JSON.stringify(element)} is not read`);
    }
  });
}

const formatOf = (message: string, locale: keyof typeof locales) => new IntlMessageFormat(message, locales[locale].tag);
const asks = (message: string, locale: keyof typeof locales) =>
  [...new Set(shapeOf(formatOf(message, locale).getAst()).map(({ name, kind }) => `${kind} ${name}`))].sort();

describe.each(languages)("messages in %s", (locale) => {
  const messages = everyMessage.filter((one) => one.locale === locale);

  it("have exactly the keys of English", () => {
    const keys = (table: Table) => Object.entries(table).map(([name, set]) => [name, Object.keys(set).sort()]);
    expect(keys(allMessages[locale] as Table)).toEqual(keys(english));
  });

  it("say something, and ask for what English asks for", () => {
    for (const { namespace, key, message } of messages) {
      expect([namespace, key, message.trim()]).not.toEqual([namespace, key, ""]);
      // A count may be said without its plural: "1 minute" needs one, "1 h" does not.
      const names = (shapes: string[]) => [...new Set(shapes.map((shape) => shape.replace("count ", "value ")))];
      const here = names(asks(message, locale));
      expect([namespace, key, here]).toEqual([namespace, key, names(asks(english[namespace]?.[key] ?? "", "en"))]);
    }
  });

  it("read as ICU MessageFormat reads them", () => {
    for (const { namespace, key, message } of messages) {
      // Our messages have no quoting, but in ICU an apostrophe before a brace would begin one.
      expect([namespace, key, /'[{}<']/.test(message)]).toEqual([namespace, key, false]);
      const format = formatOf(message, locale);
      const shapes = shapeOf(format.getAst());
      for (const count of [0, 1, 2, 3, 11, 100, 1_234_567]) {
        const wrap = (words: unknown) => `[${(words as string[]).join("")}]`;
        const values = Object.fromEntries(
          shapes.map(({ name, kind }) => [name, kind === "tag" ? wrap : kind === "count" ? count : `«${name}»`]),
        );
        const ours = fillMessage(message, locale, values)
          .join("")
          .replace(/[\u2068\u2069]/g, "");
        expect([namespace, key, ours]).toEqual([namespace, key, format.format(values)]);
      }
    }
  });
});

const files = ["app", "components", "pages", "lib"]
  .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => `${folder}/${path}`))
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.|^lib\/i18n\/messages\//.test(path))
  .map((path) => ({ path, source: readFileSync(path, "utf8") }));
const pages = files.filter(({ path }) => /^(?:app|components)\/.*\.tsx$/.test(path));

const built = /`([a-z]\w*)?\$\{[^}`]+\}(\w*)`/g;

/** What the files that have a namespace say, and the keys that they build of a beginning, an end, and the rest from a closed set. */
function readUsers(namespace: string) {
  const binds = new RegExp(`(?:Words|wordsIn|Key)\\s*[<(][^()<>]*"${namespace}"`);
  return files
    .filter(({ source }) => binds.test(source))
    .map(({ source }) => ({
      source,
      built: [...source.matchAll(built)].map(([, start = "", end = ""]) => [start, end] as const),
    }));
}

/** Read once each: to look through all files for each key takes seconds. */
const users = new Map<string, ReturnType<typeof readUsers>>();

/** True when a file that has this namespace spells the key out, or its beginning or end. */
function isUsed(namespace: string, key: string): boolean {
  const of = users.get(namespace) ?? readUsers(namespace);
  users.set(namespace, of);
  return of.some(
    ({ source, built }) =>
      source.includes(`"${key}"`) ||
      built.some(([start, end]) => start + end && key.startsWith(start) && key.endsWith(end)),
  );
}

test("French is set as French is: before ; : ! ? and inside « » a space that does not break, and ’ for apostrophes", () => {
  const broken = everyMessage.filter(({ locale, message }) => locale === "fr" && / [;:!?»]|« |\p{L}'/u.test(message));
  expect(broken).toEqual([]);
});

test("every key is said somewhere", () => {
  const unused = Object.entries(english).flatMap(([namespace, messages]) =>
    Object.keys(messages)
      .filter(
        (key) =>
          !(namespace === "errors" && (key in errorTable || key in allMessages.en.answers)) &&
          // Their type is that of the codes, too: the answer chooses among them.
          !(namespace === "answers" && /^(?:proxy|network)_/.test(key)) &&
          // By their type the codes of fields and these words are the same; the server chooses among them.
          namespace !== "fields" &&
          !isUsed(namespace, key),
      )
      .map((key) => `${namespace}.${key}`),
  );
  expect(unused).toEqual([]);
});

test("every refusal has its words", () => {
  const ofThePage = ["no_answer", "unexpected", "stalled", "stalled_how", ...Object.keys(allMessages.en.answers)];
  expect(Object.keys(english.errors ?? {}).sort()).toEqual([...Object.keys(errorTable), ...ofThePage].sort());
});

test("sides are start and end, so that pages read from right to left as well", () => {
  const physical =
    /[\s"'`:]-?(?:(?:m|p|scroll-m|scroll-p)[lr]|left|right)-[\w[]|[\s"'`:](?:(?:border|rounded)-(?:[lr]|[tb][lr])(?![a-z])|(?:text|float|clear)-(?:left|right)\b)/;
  const refused = (source: string) => physical.test(source);
  expect(['"ml-2"', '"sm:-mr-3"', '" left-0"', '"rounded-tl-lg"', '"border-l"', '"md:text-right"'].every(refused)).toBe(
    true,
  );
  expect(['"ms-2 -me-3 start-0 rounded-t-lg border-line text-start"', '"rounded-lg"'].some(refused)).toBe(false);
  expect(pages.filter(({ source }) => refused(source)).map(({ path }) => path)).toEqual([]);
});
