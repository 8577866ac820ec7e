/** A folder for each point of a sweep, named after it as far as every file system allows. */
export function pointFolders(names: readonly string[]): readonly string[] {
  const folders = names.map((name) => name.replaceAll(/[^\w.,=-]+/g, '-').slice(0, 100))
  const lower = folders.map((folder) => folder.toLowerCase())
  return folders.map((folder, place) =>
    lower.indexOf(lower[place] ?? '') === lower.lastIndexOf(lower[place] ?? '') ? folder : `${place + 1}-${folder}`,
  )
}
