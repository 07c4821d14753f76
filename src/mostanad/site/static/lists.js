// Filters what #list has: the rows of a table, which are sorted too, or its children. Without it the list is whole.
"use strict";

(function () {
  const list = document.getElementById("list");
  const form = document.getElementById("filters");
  if (!list || !form) return;
  const head = list.tHead ? Array.from(list.tHead.rows[0].cells) : [];
  const body = list.tBodies ? list.tBodies[0] : list;
  const rows = Array.from(body.children);
  const text = form.querySelector("input");
  const said = document.getElementById("shown");
  const { fold } = mostanadNames.folding(mostanadRules); // as the search folds names
  const texts = new Map(rows.map((row) => [row, fold(row.textContent)]));

  function values(row, name) {
    return (row.dataset[name] || "").split("\n").filter(Boolean);
  }

  for (const select of form.querySelectorAll("select")) {
    const name = select.dataset.filter;
    const found = new Set(rows.flatMap((row) => values(row, name)));
    for (const value of Array.from(found).sort()) {
      const option = document.createElement("option");
      option.value = value;
      option.textContent = value.replaceAll("_", " ");
      select.append(option);
    }
  }

  function filter() {
    let count = 0;
    const chosen = Array.from(form.querySelectorAll("select"), (field) => [field.dataset.filter, field.value]);
    const wanted = chosen.filter(([, value]) => value);
    const words = fold(text.value).split(" ").filter(Boolean);
    for (const row of rows) {
      const hasWords = words.every((word) => texts.get(row).includes(word));
      const fits = hasWords && wanted.every(([name, value]) => values(row, name).includes(value));
      row.hidden = !fits;
      count += fits ? 1 : 0;
    }
    const isPart = document.querySelector(".pager") !== null;
    said.textContent = count + " of " + rows.length + (isPart ? " on this page" : "") + " shown" + (count ? "" : ". That says nothing about who is not in this record.");
  }

  function sortable(cell, column) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...cell.childNodes);
    cell.append(button);
    button.addEventListener("click", () => {
      const rising = cell.getAttribute("aria-sort") !== "ascending";
      for (const other of head) other.removeAttribute("aria-sort");
      cell.setAttribute("aria-sort", rising ? "ascending" : "descending");
      const order = new Intl.Collator(undefined, { numeric: true });
      const key = (row) => row.cells[column].textContent.trim();
      rows.sort((one, other) => {
        if (!key(one) !== !key(other)) return key(one) ? -1 : 1; // empty cells at the end
        return (rising ? 1 : -1) * order.compare(key(one), key(other));
      });
      body.append(...rows);
    });
  }

  // A search leads here with its text.
  function takeText() {
    const asked = new URLSearchParams(location.search).get("q");
    if (!asked) return;
    text.value = asked;
    form.scrollIntoView();
  }

  head.forEach(sortable);
  form.hidden = false;
  takeText();
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  filter();
})();
