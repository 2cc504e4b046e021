// Theme (深浅色): runs before the page is drawn, so that nothing flashes.
(function () {
  const root = document.documentElement;
  let chosen = null;
  try {
    chosen = localStorage.getItem("gx-theme");
  } catch {
    // Storage may be closed; the cookie has been applied by the server already.
  }
  if (!chosen && !root.dataset.bsTheme) {
    chosen = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }
  if (chosen) root.dataset.bsTheme = chosen;
})();
