/** Who made this page. */
export function Footer() {
  return <footer>Made by loadrun. This file needs no network; result.json beside it holds every figure.</footer>
}
