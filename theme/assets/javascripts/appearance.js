// Runs before the page paints, so that a reader who chose light or dark never sees the other flash by.
(function () {
  var root = document.documentElement;
  root.classList.replace("no-js", "js");
  try {
    var chosen = localStorage.getItem("gs-appearance");
    if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
  } catch (error) { /* storage may be closed to us: the device decides */ }
})();
