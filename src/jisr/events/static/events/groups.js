// Buttons that move a wish up or down in the list of numbered choices. Without them the choices work as they are.
(() => {
  "use strict";
  const form = document.querySelector("form[data-ranking]");
  if (!form) return;
  const rows = [...form.querySelectorAll("[data-wish]")];
  const status = form.querySelector("[data-ranking-status]");
  const chosen = (row) => row.querySelector("select");

  const swap = (one, other) => {
    [chosen(one).value, chosen(other).value] = [chosen(other).value, chosen(one).value];
    status.textContent = "";
    status.textContent = status.dataset.told;
    chosen(other).focus();
  };

  const button = (row, text, step) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button button--link";
    made.append(text);
    const name = document.createElement("span");
    name.className = "visually-hidden";
    name.textContent = `: ${row.querySelector("label").textContent}`;
    made.append(name);
    made.addEventListener("click", () => swap(row, rows[rows.indexOf(row) + step]));
    return made;
  };

  rows.forEach((row, place) => {
    const line = document.createElement("p");
    line.className = "cluster";
    if (place > 0) line.append(button(row, row.dataset.up, -1));
    if (place < rows.length - 1) line.append(button(row, row.dataset.down, 1));
    row.append(line);
  });
})();
