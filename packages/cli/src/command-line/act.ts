/** Takes on what a command comes to: its exit code. */
export type Act = (end: Promise<number> | number) => Promise<void>
