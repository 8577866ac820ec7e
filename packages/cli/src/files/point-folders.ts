/** A folder for each point of a sweep, named after it as far as every file system allows; numbered where two would share one. */
export function pointFolders(names: readonly string[]): readonly string[] {
  const folders = names.map((name) => name.replaceAll(/[^\w.,=-]+/g, '-').slice(0, 100))
  const differ = new Set(folders.map((folder) => folder.toLowerCase())).size === folders.length
  return differ ? folders : folders.map((folder, place) => `${place + 1}-${folder}`)
}
