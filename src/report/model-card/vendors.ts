import type { Arm } from "../../contracts/run-parts.ts";
import { FvalidateError } from "../../support/errors.ts";

/** Makers of chips as FlagRelease writes them, by what drivers and devices are called. */
const VENDORS: readonly (readonly [name: string, sign: RegExp])[] = [
  ["Nvidia", /nvidia|\bcuda\b/i],
  ["Ascend", /ascend|huawei|\bcann\b/i],
  ["Metax", /metax|\bmaca\b/i],
  ["Mthreads", /mthreads|moore ?threads|\bmusa\b/i],
  ["Iluvatar", /iluvatar|\bix-?ml\b/i],
  ["Cambricon", /cambricon|\bmlu\d/i],
  ["Kunlunxin", /kunlun/i],
  ["Hygon", /hygon|\bdcu\b/i],
];

/** Whose chip a stack ran on, by its device or else by all that its environment tells; `null` where that is nobody's. */
export function vendorOf({ environment }: Arm): string | null {
  const device = environment["device"];
  return (
    (device === undefined ? null : named(device)) ??
    named(
      Object.entries(environment)
        .map((pair) => pair.join(" "))
        .join("\n"),
    )
  );
}

/** @throws FvalidateError of kind `usage` where the environment does not tell */
export function knownVendorOf(arm: Arm): string {
  const vendor = vendorOf(arm);
  if (vendor !== null) return vendor;
  throw new FvalidateError("usage", `Whose chip ${arm.label} ran on cannot be told from its environment.`, {
    hint: "Name the maker with --vendor, as FlagRelease writes it: Nvidia, Ascend, Metax, …",
  });
}

function named(text: string): string | null {
  return VENDORS.find(([, sign]) => sign.test(text))?.[0] ?? null;
}
