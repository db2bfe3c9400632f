// Search as you type: arrows move through the hits, Escape goes back to the field and then empties it, and how many were
// found is said aloud. Without this file the page works by its button.
(() => {
  const field = document.querySelector("[data-search] input[type=search]");
  const said = document.getElementById("hits-said");
  if (!field || !said) return;
  const hits = () => [...document.querySelectorAll("#hits a")];
  const tell = () => {
    const line = document.querySelector("#hits [data-said]");
    said.textContent = line ? line.textContent : "";
  };
  document.addEventListener("keydown", (event) => {
    const links = hits();
    const place = links.indexOf(document.activeElement);
    const inField = document.activeElement === field;
    if (!inField && place < 0) return;
    if (event.key === "ArrowDown" && links.length) {
      links[Math.min(place + 1, links.length - 1)].focus();
    } else if (event.key === "ArrowUp" && place >= 0) {
      (place === 0 ? field : links[place - 1]).focus();
    } else if (event.key === "Escape" && place >= 0) {
      field.focus();
    } else {
      return;
    }
    event.preventDefault();
  });
  document.body.addEventListener("htmx:afterSettle", tell);
})();
