import { encode } from "uqr";
import { useWords } from "#i18n";
import { Button } from "@/components/ui/button";
import { qrPath } from "@/components/ui/qr-code";

type Props = { url: string; title: string };

/** Pixels of each module in the saved picture: sharp on paper at 5 cm. */
const MODULE = 24;

/** The QR code of a link as a picture, made in the browser. */
export function SaveQr({ url, title }: Props) {
  const t = useWords("links");
  const name = fileName(title);
  return (
    <div className="mt-2 flex flex-col gap-2">
      <Button
        look="secondary"
        size="sm"
        onClick={() => void toPng(url).then((blob) => blob && save(blob, `${name}.png`))}
      >
        {t("savePng")}
      </Button>
      <Button
        look="secondary"
        size="sm"
        onClick={() => save(new Blob([toSvg(url)], { type: "image/svg+xml" }), `${name}.svg`)}
      >
        {t("saveSvg")}
      </Button>
    </div>
  );
}

const code = (url: string) => encode(url, { ecc: "M", border: 4 });

function toSvg(url: string): string {
  const { data, size } = code(url);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="${size * MODULE}" height="${size * MODULE}" ` +
    `shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${qrPath(data)}"/></svg>`
  );
}

function toPng(url: string): Promise<Blob | null> {
  const { data, size } = code(url);
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size * MODULE;
  const drawing = canvas.getContext("2d");
  if (!drawing) return Promise.resolve(null);
  drawing.fillStyle = "#fff";
  drawing.fillRect(0, 0, canvas.width, canvas.height);
  drawing.fillStyle = "#000";
  for (const [y, row] of data.entries()) {
    for (const [x, dark] of row.entries()) if (dark) drawing.fillRect(x * MODULE, y * MODULE, MODULE, MODULE);
  }
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

function save(blob: Blob, name: string): void {
  const href = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement("a"), { href, download: name });
  link.click();
  // The browser has taken it by then.
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

/** What every file system takes. */
function fileName(title: string): string {
  const plain = title
    .replace(/[^\p{L}\p{M}\p{N} _-]+/gu, " ")
    .trim()
    .slice(0, 60)
    .trim();
  return plain ? `QR ${plain}` : "QR";
}
