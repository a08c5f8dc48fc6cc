import { encode } from "uqr";

/** A QR code as one SVG path: always dark on light, whatever the theme, because many readers need it so. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: "M", border: 2 });
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="w-full max-w-44 rounded-md border border-line bg-white"
    >
      <path d={qrPath(data)} fill="#000" />
    </svg>
  );
}

/** The dark modules of a QR code as the path of an SVG. */
export function qrPath(data: readonly (readonly boolean[])[]): string {
  return data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
}
