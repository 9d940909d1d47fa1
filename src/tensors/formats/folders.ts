import { LAYERS_MANIFEST } from "../dumps/layers-manifest.ts";
import { MSPROBE } from "../dumps/msprobe.ts";
import { SGLANG } from "../dumps/sglang.ts";
import { SGLANG_PASSES } from "../dumps/sglang-passes.ts";
import type { FolderFormat } from "./tensor-format.ts";

/**
 * The kinds of folders whose files belong together. A folder that none recognises is read file by file. They stand apart
 * from the kinds of files, because they open such files themselves.
 */
export const FOLDER_FORMATS: readonly FolderFormat[] = [LAYERS_MANIFEST, MSPROBE, SGLANG, SGLANG_PASSES];
