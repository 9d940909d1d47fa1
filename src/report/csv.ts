import { benchCsv } from "./bench/csv.ts";
import { cardCheckCsv } from "./card-check/csv.ts";
import { pi0Csv } from "./pi0/csv.ts";
import type { TextReporter } from "./reporter.ts";
import { tensorsCsv } from "./tensors/csv.ts";

/** Long form, one figure a line, so that a spreadsheet or a data frame can pivot it. */
export const csvReporter: TextReporter = {
  name: "csv",
  fileName: "report.csv",
  description: "every figure, one a line",
  render: (result) => {
    switch (result.kind) {
      case "pi0":
        return pi0Csv(result);
      case "bench":
        return benchCsv(result);
      case "compare":
        return tensorsCsv(result);
      case "card":
        return cardCheckCsv(result);
    }
  },
};
