let exported: unknown

/** Keeps what a script exports as its options: the first that this thread loads. */
export function keepScriptOptions(options: unknown): void {
  exported ??= options
}

export function scriptOptions(): unknown {
  return exported
}
