/**
 * The accent: one colour of an operator or a seller, and what is derived from it for light and dark pages. Text on it and
 * in it keeps a contrast of 4.5 (WCAG 2.2, 1.4.3), whatever the colour. Pure.
 */

/** The variables of `app/globals.css` that an accent sets. */
export type AccentStyle = Record<`--chosen${string}`, string>;

/** Linear sRGB, 0 to 1. */
type Rgb = readonly [number, number, number];
/** OKLCH: lightness 0 to 1, chroma, hue in radians (Björn Ottosson, 2020). */
type Lch = { l: number; c: number; h: number };

/** WCAG 2.2, 1.4.3: normal text. */
const READABLE = 4.5;
/** As in `app/globals.css`: the darkest paper of light pages, the lightest of dark ones, and text on a dark page's accent. */
const LIGHT_PAPER = "#f2f0ea";
const DARK_PAPER = "#232723";
const ON_DARK_ACCENT = "#101310";
const STEP = 0.005;

/** "#a1b2c3" or "A1B2C3" as "#a1b2c3"; null for anything else. */
export function readColour(text: string): string | null {
  const [, digits] = /^#?([0-9a-f]{6})$/i.exec(text.trim()) ?? [];
  return digits === undefined ? null : `#${digits.toLowerCase()}`;
}

/** The contrast of two colours (WCAG 2.2, "contrast ratio"), from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** Whether white text can be read on it, and it as text on white. */
export function isReadable(colour: string): boolean {
  return contrast(colour, "#ffffff") >= READABLE;
}

/** The colour itself if it is readable, else the lightest darker one of the same hue that is. */
export function nearestReadable(colour: string): string {
  return shade(colour, -STEP, isReadable);
}

/** What pages need of an accent that is readable. */
export function accentStyle(colour: string): AccentStyle {
  const { l, c, h } = toLch(colour);
  const soft = toHex({ l: 0.95, c: Math.min(c, 0.025), h });
  const readable = (text: string, papers: string[]) => papers.every((paper) => contrast(text, paper) >= READABLE);
  const ink = shade(toHex({ l: l - 0.05, c, h }), -STEP, (text) => readable(text, [soft, LIGHT_PAPER]));
  const darkSoft = toHex({ l: 0.29, c: Math.min(c, 0.035), h });
  const dark = shade(toHex({ l: 0.76, c: Math.min(c, 0.13), h }), STEP, (text) =>
    readable(text, [DARK_PAPER, darkSoft, ON_DARK_ACCENT]),
  );
  const { l: darkLight, ...darkHue } = toLch(dark);
  return {
    "--chosen": colour,
    "--chosen-hover": toHex({ l: l - 0.06, c, h }),
    "--chosen-soft": soft,
    "--chosen-ink": ink,
    "--chosen-dark": dark,
    "--chosen-dark-hover": toHex({ l: darkLight + 0.06, ...darkHue }),
    "--chosen-dark-soft": darkSoft,
  };
}

/** The first colour that will do, darker or lighter by steps; black or white will always. */
function shade(colour: string, step: number, willDo: (colour: string) => boolean): string {
  let { l, ...hue } = toLch(colour);
  let shaded = colour;
  while (!willDo(shaded) && l > 0 && l < 1) {
    l += step;
    shaded = toHex({ l, ...hue });
  }
  return shaded;
}

function luminance(colour: string): number {
  const [r, g, b] = toLinear(colour);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function toLinear(colour: string): Rgb {
  const channel = (at: number) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function toLch(colour: string): Lch {
  const [r, g, b] = toLinear(colour);
  const long = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const medium = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const short = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const l = 0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short;
  const x = 1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short;
  const y = 0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short;
  return { l, c: Math.hypot(x, y), h: Math.atan2(y, x) };
}

/** Colours that a screen cannot show lose chroma, not their hue. */
function toHex({ l, c, h }: Lch): string {
  const lightness = Math.min(1, Math.max(0, l));
  let chroma = c;
  let linear = fromLch({ l: lightness, c: chroma, h });
  while (linear.some((value) => value < -0.0005 || value > 1.0005) && chroma > 0.002) {
    chroma *= 0.95;
    linear = fromLch({ l: lightness, c: chroma, h });
  }
  return `#${linear.map(toChannel).join("")}`;
}

function fromLch({ l, c, h }: Lch): Rgb {
  const x = c * Math.cos(h);
  const y = c * Math.sin(h);
  const long = (l + 0.3963377774 * x + 0.2158037573 * y) ** 3;
  const medium = (l - 0.1055613458 * x - 0.0638541728 * y) ** 3;
  const short = (l - 0.0894841775 * x - 1.291485548 * y) ** 3;
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ];
}

function toChannel(linear: number): string {
  const value = linear <= 0.0031308 ? linear * 12.92 : 1.055 * linear ** (1 / 2.4) - 0.055;
  return Math.round(Math.min(1, Math.max(0, value)) * 255)
    .toString(16)
    .padStart(2, "0");
}
