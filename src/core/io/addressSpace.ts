/**
 * Whether WebAssembly can run: Node reserves gigabytes of addresses for it, which a limit of address space (`ulimit -v`)
 * forbids. Null when it can, else the error.
 */
export function findAddressSpaceProblem(): unknown {
  // Node's types know WebAssembly as a namespace only.
  const { WebAssembly: engine } = globalThis as unknown as { WebAssembly: { Memory: new (size: object) => unknown } };
  try {
    new engine.Memory({ initial: 1 });
    return null;
  } catch (problem) {
    return problem;
  }
}
