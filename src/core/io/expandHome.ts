/** A path as people type it: `~` and `~/` are the home directory, as in a shell. */
export const expandHome = (path: string, home: string): string => path.replace(/^~(?=$|\/)/, home);
