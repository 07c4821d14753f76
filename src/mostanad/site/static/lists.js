// Filters what #list has: the rows of a table, which are sorted too, or its children. Without it the list is whole.
"use strict";

(function () {
  const list = document.getElementById("list");
  const form = document.getElementById("filters");
  if (!list || !form) return;
  const head = list.tHead ? Array.from(list.tHead.rows[0].cells) : [];
  const body = list.tBodies ? list.tBodies[0] : list;
  let rows = Array.from(body.children);
  const text = form.querySelector("input");
  const said = document.getElementById("shown");
  const { fold } = mostanadNames.folding(mostanadRules); // as the search folds names
  let texts = new Map(rows.map((row) => [row, fold(row.textContent)]));
  // Of a list in several pages the others' rows come when somebody goes to the form or sorts.
  const pager = document.querySelector(".pager");
  let asked = pager === null;

  function values(row, name) {
    return (row.dataset[name] || "").split("\n").filter(Boolean);
  }

  function fillSelects() {
    for (const select of form.querySelectorAll("select")) {
      const name = select.dataset.filter;
      const known = Array.from(select.options, (option) => option.value);
      const found = new Set(rows.flatMap((row) => values(row, name)));
      const added = Array.from(found).filter((value) => !known.includes(value)).sort();
      for (const value of added) {
        const option = document.createElement("option");
        option.value = value;
        option.textContent = value.replaceAll("_", " ");
        const next = Array.from(select.options).slice(1).find((other) => other.value > value);
        select.insertBefore(option, next || null);
      }
    }
  }

  function loadRows() {
    if (asked) return;
    asked = true;
    const root = document.documentElement.dataset.root;
    const links = Array.from(pager.querySelectorAll("a"));
    const here = links.findIndex((link) => link.hasAttribute("aria-current"));
    globalThis.mostanadRows = (parts) => {
      const made = parts.map((html, number) => {
        if (number === here) return Array.from(body.children);
        const table = document.createElement("table");
        table.innerHTML = "<tbody>" + html.replaceAll('href="~/', 'href="' + root) + "</tbody>";
        return Array.from(table.tBodies[0].children);
      });
      rows = made.flat();
      body.append(...rows);
      texts = new Map(rows.map((row) => [row, fold(row.textContent)]));
      pager.hidden = true;
      sort();
      fillSelects();
      filter();
      const marks = made.filter((some, number) => number !== here).flat().flatMap((row) => Array.from(row.querySelectorAll("[data-v]")));
      document.dispatchEvent(new CustomEvent("mostanad-rows", { detail: marks }));
    };
    const script = document.createElement("script");
    const first = links[0].getAttribute("href").slice(root.length).replace(/\.html$/, "");
    script.src = root + "parts/" + first + ".js";
    document.head.append(script);
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
    const isPart = pager !== null && !pager.hidden;
    said.textContent = count + " of " + rows.length + (isPart ? " on this page" : "") + " shown" + (count ? "" : ". That says nothing about who is not in this record.");
  }

  function sortable(cell) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...cell.childNodes);
    cell.append(button);
    button.addEventListener("click", () => {
      loadRows();
      const rising = cell.getAttribute("aria-sort") !== "ascending";
      for (const other of head) other.removeAttribute("aria-sort");
      cell.setAttribute("aria-sort", rising ? "ascending" : "descending");
      sort();
    });
  }

  function sort() {
    const column = head.findIndex((cell) => cell.hasAttribute("aria-sort"));
    if (column < 0) return;
    const rising = head[column].getAttribute("aria-sort") === "ascending";
    const order = new Intl.Collator(undefined, { numeric: true });
    const key = (row) => row.cells[column].textContent.trim();
    rows.sort((one, other) => {
      if (!key(one) !== !key(other)) return key(one) ? -1 : 1; // empty cells at the end
      return (rising ? 1 : -1) * order.compare(key(one), key(other));
    });
    body.append(...rows);
  }

  // A search leads here with its text.
  function takeText() {
    const wanted = new URLSearchParams(location.search).get("q");
    if (!wanted) return;
    text.value = wanted;
    form.scrollIntoView();
    loadRows();
  }

  fillSelects();
  head.forEach((cell) => sortable(cell));
  form.hidden = false;
  takeText();
  form.addEventListener("focusin", loadRows);
  form.addEventListener("input", loadRows);
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  filter();
})();
