// Runs before the page is painted, so that a reader who chose light or dark never sees the other colours first.
(() => {
  const root = document.documentElement;
  root.classList.replace("no-js", "js");
  try {
    const chosen = localStorage.getItem("gs-appearance");
    if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
  } catch {
    // Storage may be blocked: then the device decides.
  }
})();
