/** Lines after which no server comes up any more, by what they mean. */
const FATAL = [
  { pattern: /\bout of memory\b|OutOfMemoryError/iu, meaning: "out of memory" },
  { pattern: /CUDA error: |no kernel image is available/u, meaning: "the device refuses" },
  { pattern: /Segmentation fault|SIGSEGV|core dumped/u, meaning: "it crashed" },
  { pattern: /Address already in use/iu, meaning: "its port is taken" },
  { pattern: /^(ModuleNotFoundError|ImportError): /u, meaning: "a Python package is missing" },
  { pattern: /Failed to import 'flag_gems'/u, meaning: "FlagGems is not installed there" },
  { pattern: /^OSError: .*not found|Cannot load model/u, meaning: "the model is not there" },
] as const;

/**
 * What a log line says about a server that will never be ready, or `null`.
 * @param patterns of the suite, as regular expressions
 */
export function fatalMeaning(line: string, patterns: readonly string[]): string | null {
  if (patterns.some((pattern) => new RegExp(pattern, "u").test(line)))
    return "the suite calls this line fatal";
  return FATAL.find(({ pattern }) => pattern.test(line))?.meaning ?? null;
}
