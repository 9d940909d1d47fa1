import { homedir } from "node:os";
import { join } from "node:path";
import type { DataSetOptions } from "./data-set.ts";

export type DataSetSettings = Pick<
  DataSetOptions,
  "cacheFolder" | "offline" | "huggingFaceEndpoint" | "huggingFaceToken" | "modelScopeEndpoint"
>;

/** The settings that the hubs' own tools take from the environment, by the names that they have there. */
export function dataSetSettings(environment: Readonly<Record<string, string | undefined>>): DataSetSettings {
  const setting = (name: string) => {
    const value = environment[name]?.trim() ?? "";
    return value === "" ? null : value;
  };
  return {
    cacheFolder: setting("FVALIDATE_CACHE_PATH") ?? join(cacheHome(setting("XDG_CACHE_HOME")), "fvalidate"),
    offline: /^(1|on|yes|true)$/i.test(setting("HF_HUB_OFFLINE") ?? ""),
    huggingFaceEndpoint: withoutSlash(setting("HF_ENDPOINT") ?? "https://huggingface.co"),
    huggingFaceToken: setting("HF_TOKEN"),
    modelScopeEndpoint: withoutSlash(setting("MODELSCOPE_ENDPOINT") ?? "https://www.modelscope.cn"),
  };
}

/** The XDG base directory specification has relative paths ignored. */
function cacheHome(named: string | null): string {
  return named?.startsWith("/") === true ? named : join(homedir(), ".cache");
}

function withoutSlash(address: string): string {
  return address.replace(/\/+$/, "");
}
