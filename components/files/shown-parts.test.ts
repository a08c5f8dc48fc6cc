import { describe, expect, it } from "vitest";
import { wordsIn } from "@/lib/i18n/words-in";
import { renderReadme } from "@/lib/markdown/render-readme";
import { buttonSnippet, pictureSnippet } from "./embed-snippets";
import { entryTree } from "./entry-tree";
import { sampleWords } from "./sample-words";
import { playedPart } from "./sound-sample";

describe("the tree of an archive", () => {
  const entry = (path: string, bytes: number | null = 1) => ({ path, bytes });

  it("has folders by their paths, and files in them in order", () => {
    const tree = entryTree([entry("b/c/2.txt", 20), entry("1.txt"), entry("b/3.txt"), entry("empty/")]);
    expect(tree.files).toEqual([{ name: "1.txt", bytes: 1 }]);
    expect(tree.folders.map(({ name }) => name)).toEqual(["b", "empty"]);
    expect(tree.folders[0]).toMatchObject({
      files: [{ name: "3.txt", bytes: 1 }],
      folders: [{ name: "c", files: [{ name: "2.txt", bytes: 20 }], folders: [] }],
    });
  });

  it.each(["__proto__/constructor/x", "../../etc/passwd", "//a//b/", `${"d/".repeat(140)}x`])(
    "takes a hostile path as text: %s",
    (path) => {
      const tree = entryTree([entry(path), entry(path)]);
      const depth = (folder: typeof tree): number => 1 + Math.max(0, ...folder.folders.map(depth));
      expect(depth(tree)).toBeLessThanOrEqual(9);
      expect(JSON.stringify(tree).length).toBeLessThan(2_000);
    },
  );
});

describe("a sample", () => {
  const t = wordsIn("en", "shown");
  const sample = { kind: "sound", url: "", mediaType: "audio/wav", size: 1, seconds: 30, wave: [] } as const;
  const sound = {
    kind: "sound",
    trouble: null,
    seconds: 225,
    bitRate: null,
    sampleRate: null,
    channels: null,
  } as const;
  const facts = { ...sound, bitDepth: null, codec: null, title: null, artist: null, album: null };

  it("says how much of the whole it is, as far as that is known", () => {
    expect(sampleWords({ ...sample, wave: [] }, facts, t)).toBe("Sample, 0:30 of 3:45");
    expect(sampleWords({ ...sample, wave: [] }, null, t)).toBe("Sample, 0:30");
    expect(sampleWords({ ...sample, wave: [] }, { ...facts, seconds: 30 }, t)).toBe("Sample, 0:30");
  });

  it("marks where it plays only if that is known, and never beyond the end", () => {
    expect(playedPart(sample, 60, 15)).toEqual({ from: 0.25, to: 0.75 });
    expect(playedPart(sample, 60, 1_000)).toEqual({ from: 0.5, to: 1 });
    expect(playedPart(sample, 20, null)).toEqual({ from: 0, to: 1 });
    expect(playedPart(sample, 60, null)).toBeNull();
    expect(playedPart(sample, 0, 15)).toBeNull();
  });
});

describe("HTML to copy", () => {
  it("has no script, and whatever a title is, it stays text", () => {
    const title = `"><script>alert('1')</script>&`;
    const url = "https://shop.example/f/abc";
    const all = [buttonSnippet(url, `\u2068${title}\u2069`), pictureSnippet(url, `${url}?l=en&x=1`, title)];
    for (const html of all) {
      expect(html).toMatch(/^<a href="https:\/\/shop\.example\/f\/abc"/);
      expect(html).not.toMatch(/<script|\u2068/);
      expect(html).toContain("&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;");
    }
  });
});

describe("a README", () => {
  it("is read as Markdown, and does nothing on the page but be read", () => {
    const html = renderReadme(
      "# Brushes\n\n<script>x()</script> ![p](https://e.example/p.png) [a](javascript:x)\n\n    code",
    );
    expect(html).toContain('<h2 dir="auto">Brushes</h2>');
    expect(html).toContain("<code>code");
    expect(html).not.toMatch(/<script|<img|href="javascript/);
  });
});
