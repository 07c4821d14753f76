// Filters and sorts the rows of the table #list; without it the table is whole, in order of names.
"use strict";

(function () {
  const table = document.getElementById("list");
  const form = document.getElementById("filters");
  if (!table || !form) return;
  const rows = Array.from(table.tBodies[0].rows);
  const said = document.getElementById("shown");
  const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));

  function values(row, name) {
    return (row.dataset[name] || "").split("|").filter(Boolean);
  }

  for (const select of form.querySelectorAll("select")) {
    const name = select.dataset.filter;
    const found = new Set(rows.flatMap((row) => values(row, name)));
    for (const value of Array.from(found).sort()) {
      const option = document.createElement("option");
      option.value = value;
      option.textContent = value.replace("_", " ");
      select.append(option);
    }
  }

  function filter() {
    let count = 0;
    const wanted = Array.from(form.querySelectorAll("[data-filter]"), (field) => [field.dataset.filter, field.value.trim()]);
    for (const row of rows) {
      const fits = wanted.every(([name, value]) => !value || (name === "text" ? texts.get(row).includes(value.toLowerCase()) : values(row, name).includes(value)));
      row.hidden = !fits;
      count += fits ? 1 : 0;
    }
    said.textContent = count + " of " + rows.length + " shown";
  }

  function sortable(head, column) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const rising = head.getAttribute("aria-sort") !== "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", rising ? "ascending" : "descending");
      const order = new Intl.Collator(undefined, { numeric: true });
      const key = (row) => row.cells[column].textContent.trim();
      rows.sort((one, other) => {
        if (!key(one) !== !key(other)) return key(one) ? -1 : 1; // empty cells at the end
        return (rising ? 1 : -1) * order.compare(key(one), key(other));
      });
      table.tBodies[0].append(...rows);
    });
  }

  Array.from(table.tHead.rows[0].cells).forEach((head, column) => {
    if (!head.querySelector("a")) sortable(head, column);
  });
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  filter();
})();
