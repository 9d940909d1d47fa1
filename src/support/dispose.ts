/** Closes everything, the last opened first, even when one of them fails to close. */
export async function disposeAll(disposables: readonly AsyncDisposable[]): Promise<void> {
  await Promise.allSettled(disposables.toReversed().map((disposable) => disposable[Symbol.asyncDispose]()));
}
