import { homedir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { dataSetSettings } from "../../src/datasets/index.ts";

test("the settings are those of the hubs' own tools", () => {
  expect(dataSetSettings({})).toEqual({
    cacheFolder: join(homedir(), ".cache", "fvalidate"),
    offline: false,
    huggingFaceEndpoint: "https://huggingface.co",
    huggingFaceToken: null,
    modelScopeEndpoint: "https://www.modelscope.cn",
  });
  const named = {
    FVALIDATE_CACHE_PATH: "some/cache",
    XDG_CACHE_HOME: "/xdg",
    HF_HUB_OFFLINE: "1",
    HF_ENDPOINT: "https://mirror.example/",
    HF_TOKEN: " token\n",
    MODELSCOPE_ENDPOINT: "https://scope.example",
  };
  expect(dataSetSettings(named)).toEqual({
    cacheFolder: "some/cache",
    offline: true,
    huggingFaceEndpoint: "https://mirror.example",
    huggingFaceToken: "token",
    modelScopeEndpoint: "https://scope.example",
  });
});

test.each([
  [{ XDG_CACHE_HOME: "/xdg" }, join("/xdg", "fvalidate")],
  [{ XDG_CACHE_HOME: "relative" }, join(homedir(), ".cache", "fvalidate")],
  [{ FVALIDATE_CACHE_PATH: "", XDG_CACHE_HOME: "/xdg" }, join("/xdg", "fvalidate")],
])("the cache of %j", (environment, folder) => {
  expect(dataSetSettings(environment).cacheFolder).toBe(folder);
});

test.each([
  ["1", true],
  ["TRUE", true],
  ["yes", true],
  ["on", true],
  ["0", false],
  ["false", false],
  ["", false],
])("HF_HUB_OFFLINE=%j", (value, offline) => {
  expect(dataSetSettings({ HF_HUB_OFFLINE: value }).offline).toBe(offline);
});
